/* A report's page: draws every figure from the JSON beside it, and lets a slider move the date of matrix and network. */
"use strict";
(() => {
  const charts = detenteCharts;
  const all = JSON.parse(document.getElementById("data").textContent);

  function option(select, value, words) {
    const node = document.createElement("option");
    node.value = value;
    node.textContent = words;
    select.appendChild(node);
  }
  function radio(fieldset, name, value, words, checked, onchange) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name, value, checked });
    input.addEventListener("change", () => onchange(value));
    label.append(input, words);
    fieldset.appendChild(label);
  }
  function cell(row, kind, words) {
    const node = document.createElement(kind);
    node.textContent = words;
    if (kind === "th") node.scope = row.parentNode.nodeName === "THEAD" ? "col" : "row";
    else node.className = "n";
    row.appendChild(node);
  }
  /* The matrix as a table: the same numbers for those who read rather than look. */
  function twin(place, region, at) {
    place.textContent = "";
    const table = place.appendChild(document.createElement("table"));
    const head = table.appendChild(document.createElement("thead")).appendChild(document.createElement("tr"));
    cell(head, "th", "from \\ towards");
    region.states.forEach((state) => cell(head, "th", state.key));
    const body = table.appendChild(document.createElement("tbody"));
    region.states.forEach((state, i) => {
      const row = body.appendChild(document.createElement("tr"));
      cell(row, "th", state.name);
      region.states.forEach((_, j) => {
        const value = i === j ? null : charts.valueAt(region, at, i, j);
        cell(row, "td", i === j ? "" : at.arm === "change" ? charts.signed(value, 3) : charts.shown(value, 3));
      });
    });
  }

  function drawRegion(figure, region, start) {
    const part = (name) => figure.querySelector(`[data-part="${name}"]`);
    const controls = figure.querySelector("[data-controls]");
    const [variable, from, to] = ["variable", "from", "to"].map((name) => figure.querySelector(`.${name} select`));
    const slider = controls.querySelector("input[type=range]"), output = controls.querySelector(".value");
    const at = { variable: start.variable, arm: start.arm, time: start.time, picked: start.picked };
    const names = Object.fromEntries(region.states.map((state) => [state.key, state.name]));
    const onpick = (observer, target) => { at.picked = `${observer}>${target}`; show(); };
    const [first, second] = (at.picked || `${region.states[1].key}>${region.states[0].key}`).split(">");
    at.picked = `${first}>${second}`;
    const matrix = charts.matrix(part("matrix"), region, { ...at, onpick });
    const key = charts.key(part("key"), region, at);
    const network = charts.network(part("network"), region, { ...at, onpick });
    const tie = charts.fan(part("tie"), charts.fanOf(region, at.variable, first, second), { time: at.time, height: 260 });

    function show() {
      const [observer, target] = at.picked.split(">");
      const when = charts.when(region.times, at.time), title = region.variables[at.variable].title;
      from.value = observer; to.value = target;
      slider.value = at.time;
      slider.setAttribute("aria-valuetext", when);
      output.textContent = when;
      const options = { variable: at.variable, arm: at.arm, time: at.time, picked: at.picked };
      matrix.update(options); key.update(options); network.update(options);
      const data = charts.fanOf(region, at.variable, observer, target);
      tie.update({ data, time: at.time });
      part("tie-title").textContent = data.title;
      part("network-title").textContent = `${title}${at.arm === "change" ? ", clear changes" : ""}, ${when}`;
      if (part("twin").open) twin(part("twin").querySelector("div"), region, options);
    }

    const arms = region.arms.length > 1 ? [...region.arms, { key: "change", name: "change" }] : region.arms;
    const fieldset = controls.querySelector("fieldset");
    arms.forEach((arm) => radio(fieldset, "arm", arm.key, arm.key, arm.key === at.arm, (value) => { at.arm = value; show(); }));
    Object.entries(region.variables).forEach(([name, found]) => option(variable, name, found.title));
    variable.parentNode.hidden = Object.keys(region.variables).length < 2;
    region.states.forEach((state) => { option(from, state.key, state.name); option(to, state.key, state.name); });
    variable.value = at.variable;
    slider.max = region.times.length - 1;
    slider.addEventListener("input", () => { at.time = Number(slider.value); show(); });
    variable.addEventListener("change", () => { at.variable = variable.value; show(); });
    const choose = () => { if (from.value !== to.value) onpick(from.value, to.value); else show(); };
    from.addEventListener("change", choose);
    to.addEventListener("change", choose);
    part("twin").addEventListener("toggle", show);
    part("twin").hidden = false;
    figure.querySelectorAll("[data-controls]").forEach((one) => { one.hidden = false; });
    show();
  }

  const stops = new ResizeObserver((entries) => entries.forEach(({ target }) => {  // only what scrolls need take the focus
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }));
  document.querySelectorAll(".scroll").forEach((node) => stops.observe(node));
  document.querySelectorAll("[data-figure]").forEach((figure) => {
    const { name, data, options } = all[figure.getAttribute("data-figure")];
    if (name === "region") drawRegion(figure, data, options);
    else charts[name](figure.querySelector('[data-part="chart"]'), data, options);
  });
})();
