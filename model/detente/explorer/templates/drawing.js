/* Draws answers: the sentence, the table of indicators, fans, matrix, network; each chart with words and a table beside it.

   `make(facts, view, chosen)` returns {show(answer), pin(answer or null), redraw(), states(list)}; `view` holds what is looked at
   (indicator, variable, arm, time, tie), and `chosen(what)` is called when the reader picks something else. */
const drawing = (() => {
  const charts = detenteCharts;
  const place = (id) => document.getElementById(id);
  const known = (value) => typeof value === "number" && Number.isFinite(value);
  const ARMS = { scenario: "scenario", reference: "reference", pinned: "pinned" };

  function unitOf(unit) { return unit === "1" ? "" : unit === "share" || unit === "probability" ? "points" : unit; }
  function inUnit(value, unit) { return unit === "share" || unit === "probability" ? 100 * value : value; }
  function digitsOf(size) { return known(size) && size > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(size)))) : 2; }
  function number(value, unit, digits, sign = false) {
    if (!known(value)) return "–";
    return (sign ? charts.signed : charts.shown)(inUnit(value, unit), digits);
  }
  function digitsFor(row) {  // two digits of the difference; where that is not told from nothing, one of its error
    const [much, error] = [Math.abs(inUnit(row.difference, row.unit)), inUnit(row.error || 0, row.unit)];
    return much > error ? digitsOf(much) : Math.max(0, digitsOf(error) - 1);
  }
  function tone(row) { return !row.clear || row.difference === 0 ? "unclear" : row.difference * row.better > 0 ? "better" : "worse"; }

  function table(parent, caption, heads, rows) {
    const made = controls.node("table");
    made.append(controls.node("caption", "", caption));
    const top = made.createTHead().insertRow();
    for (const head of heads) { const cell = controls.node("th", "", head); cell.scope = "col"; cell.dir = "auto"; top.append(cell); }
    const body = made.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      row.forEach((words, k) => {
        const cell = controls.node(k ? "td" : "th", k ? "n" : "", words);
        if (!k) { cell.scope = "row"; cell.dir = "auto"; }
        line.append(cell);
      });
    }
    parent.textContent = "";
    parent.append(made);
  }

  function make(facts, view, chosen) {
    const region = { states: [], times: [], arms: [], variables: {} };
    const drawn = {};
    let answer = null, pinned = null;
    const stateName = (key) => (facts.states.find((one) => one.key === key) || { name: key }).name;
    const armName = (arm) => (arm === "reference" ? `reference (${facts.compared_with})` : ARMS[arm]);
    const rowOf = (from, name) => (from ? from.indicators.find((row) => row.indicator === name) : null);

    /* ---- words ---- */
    function sentence(row, runs) {
      const digits = digitsFor(row), unit = unitOf(row.unit);
      const direction = row.difference === 0 ? "does not change" : row.difference > 0 ? "rises" : "falls";
      const much = row.difference === 0 ? "" : ` by ${number(Math.abs(row.difference), row.unit, digits)}${unit ? ` ${unit}` : ""}`;
      const clear = row.clear ? "" : row.difference === 0 ? "" : ", which is not clear";
      return `${row.title} ${direction}${much}${clear}: from ${number(row.reference, row.unit, digits)} to ${number(row.scenario, row.unit, digits)}.`;
    }
    function sureness(row, from) {
      const digits = digitsFor(row);
      const error = known(row.error) ? `Monte Carlo error ± ${number(row.error, row.unit, digits + 1)}` : "Monte Carlo error not known from one set";
      const spread = from.spread && known(row.low)
        ? `5 to 95 % of the ${from.sets} sampled sets of assumptions: ${number(row.low, row.unit, digits, true)} to ${number(row.high, row.unit, digits, true)}; ${Math.round(100 * row.agreement)} % of them have the sign of the mean`
        : `${from.sets} sets of assumptions are too few to tell their spread`;
      return `${error}, from ${from.runs} paired runs. ${spread}. Reference: ${from.compared_with}; means over ${facts.start.slice(0, 4)} to ${facts.end.slice(0, 4)}.`;
    }
    function headline() {
      const row = rowOf(answer, view.indicator);
      place("bottom-line").textContent = sentence(row, answer.runs);
      place("sure").textContent = sureness(row, answer);
      const old = rowOf(pinned, view.indicator);
      place("beside").textContent = old ? `Pinned beside it: ${number(old.difference, old.unit, digitsFor(old), true)} ${unitOf(old.unit)} ± ${number(old.error, old.unit, digitsFor(old) + 1)} (${pinned.runs} runs).` : "";
    }
    function live(more) {
      const row = rowOf(answer, view.indicator), digits = digitsFor(row), line = place("status");
      line.textContent = "";
      line.append(`${row.title}: `, controls.node("strong", tone(row), `${number(row.difference, row.unit, digits, true)} ${unitOf(row.unit)}`),
        ` ± ${number(row.error, row.unit, digits + 1)} · ${answer.runs} paired runs${more ? ", more are coming" : ""}`);
    }

    /* ---- indicators ---- */
    function indicators() {
      const body = place("indicators"), had = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.row : null;
      body.textContent = "";
      body.append(controls.node("caption", "", `Means over the horizon; ${answer.runs} paired runs`));
      const top = body.createTHead().insertRow();
      for (const [words, kind] of [["Indicator", ""], ["reference", "n"], ["scenario", "n"], ["change ± error", "n"], ["5–95 % of sets", "n"], ...(pinned ? [["pinned change", "n"]] : []), ["judged", ""]]) {
        const cell = controls.node("th", kind, words); cell.scope = "col"; top.append(cell);
      }
      const lines = body.createTBody();
      for (const row of answer.indicators) {
        const line = lines.insertRow(), digits = digitsFor(row), unit = unitOf(row.unit);
        line.classList.toggle("chosen", row.indicator === view.indicator);
        const head = controls.node("th"); head.scope = "row";
        const button = controls.node("button", "", row.title);
        button.type = "button"; button.dir = "auto"; button.dataset.row = row.indicator;
        button.setAttribute("aria-pressed", String(row.indicator === view.indicator));
        button.addEventListener("click", () => chosen({ indicator: row.indicator }));
        head.append(button, ` ${unit ? `(${unit === "points" ? "%" : unit})` : ""}`);
        line.append(head);
        const cell = (words, kind = "n") => line.append(controls.node("td", kind, words));
        cell(number(row.reference, row.unit, digits));
        cell(number(row.scenario, row.unit, digits));
        cell(`${number(row.difference, row.unit, digits, true)} ± ${number(row.error, row.unit, digits + 1)}`);
        cell(answer.spread ? `${number(row.low, row.unit, digits, true)} to ${number(row.high, row.unit, digits, true)}` : "–", "n range");
        if (pinned) { const old = rowOf(pinned, row.indicator); cell(`${number(old.difference, old.unit, digits, true)} ± ${number(old.error, old.unit, digits + 1)}`); }
        cell({ better: "better", worse: "worse", unclear: "not clear" }[tone(row)], `verdict ${tone(row)}`);
      }
      if (had) { const again = [...body.querySelectorAll("button")].find((one) => one.dataset.row === had); if (again) again.focus({ preventScroll: true }); }
    }

    /* ---- fans ---- */
    function arms() {
      return [{ key: "scenario", name: ARMS.scenario }, { key: "reference", name: facts.compared_with }, ...(pinned ? [{ key: "pinned", name: ARMS.pinned }] : [])];
    }
    function fanData() {
      const own = answer.fans[view.indicator], values = {};
      const scaled = (rows) => rows.map((row) => row.map((value) => (known(value) ? inUnit(value, own.unit) : value)));
      for (const [arm, rows] of Object.entries(own.values)) values[arm] = scaled(rows);
      if (pinned) values.pinned = scaled(pinned.fans[view.indicator].values.scenario);
      return { ...own, unit: unitOf(own.unit) === "points" ? "%" : own.unit, arms: arms(), values };
    }
    function endWords(data) {
      const last = data.times.length - 1;
      return data.arms.filter((arm) => data.values[arm.key]).map((arm) => {
        const at = data.values[arm.key][last];
        const digits = digitsOf(Math.abs(at[4] - at[0]) / 2 || Math.abs(at[2]));
        const range = known(at[0]) ? ` (5 to 95 % of runs: ${charts.shown(at[0], digits)} to ${charts.shown(at[4], digits)})` : "";
        return `${ARMS[arm.key]} ${charts.shown(at[2], digits)}${range}`;
      }).join("; ");
    }
    function fanTable(id, data) {
      if (!place(id).closest("details").open) return;
      const cells = (values, k) => (values && values[k] && known(values[k][2]) ? `${charts.shown(values[k][2], 3)}${known(values[k][0]) ? ` (${charts.shown(values[k][0], 3)} to ${charts.shown(values[k][4], 3)})` : ""}` : "–");
      table(place(id), `${data.title}: median (5 to 95 % of runs)`, ["Year", ...data.arms.map((arm) => armName(arm.key))],
        data.times.map((time, k) => [charts.when(data.times, k), ...data.arms.map((arm) => cells(data.values[arm.key], k))]));
    }
    function fans() {
      const data = fanData();
      place("fan-title").textContent = data.title + (data.unit === "1" ? "" : `, ${data.unit}`);
      if (drawn.fan) drawn.fan.update({ data }); else drawn.fan = charts.fan(place("fan"), data, { data });
      place("fan-words").textContent = `Median and the ranges that hold half and nine tenths of ${answer.runs} runs. In the last year: ${endWords(data)}.`;
      fanTable("fan-table", data);
    }

    /* ---- ties ---- */
    function mixIn() {
      region.times = answer.region.times;
      region.arms = arms();
      region.variables = {};
      for (const [name, one] of Object.entries(answer.region.variables)) {
        region.variables[name] = { ...one, mean: { ...one.mean }, fans: {} };
        const beside = pinned && pinned.region.variables[name];
        if (beside) region.variables[name].mean.pinned = beside.mean.scenario;
        for (const [tie, values] of Object.entries(one.fans)) {
          region.variables[name].fans[tie] = { ...values };
          if (beside && beside.fans[tie]) region.variables[name].fans[tie].pinned = beside.fans[tie].scenario;
        }
      }
      if (!region.variables[view.variable]) view.variable = Object.keys(region.variables)[0];
      view.time = Math.min(view.time, region.times.length - 1);
      if (view.arm === "pinned" && !pinned) view.arm = "change";
    }
    const valueAt = (i, j) => {
      const of = (arm) => (region.variables[view.variable].mean[arm] || [])[view.time]?.[i]?.[j] ?? null;
      if (view.arm !== "change") return of(view.arm);
      return known(of("scenario")) && known(of("reference")) ? of("scenario") - of("reference") : null;
    };
    function matrixWords() {
      const n = region.states.length, found = [];
      for (let i = 0; i < n; i += 1) for (let j = 0; j < n; j += 1) if (i !== j && known(valueAt(i, j))) found.push([valueAt(i, j), i, j]);
      if (!found.length) return "No tie is known.";
      found.sort((a, b) => b[0] - a[0]);
      const tie = ([value, i, j]) => `${region.states[i].name} → ${region.states[j].name} (${view.arm === "change" ? charts.signed(100 * value, 1) : charts.shown(100 * value, 0)})`;
      return `Numbers are hundredths. Highest: ${found.slice(0, 2).map(tie).join(", ")}; lowest: ${found.slice(-2).reverse().map(tie).join(", ")}.${view.arm === "change" ? " Bold: clear." : ""}`;
    }
    function ties() {
      const variable = region.variables[view.variable];
      const options = { variable: view.variable, arm: view.arm, time: view.time, picked: view.tie.join(">"), onpick: (i, j) => chosen({ tie: [i, j] }) };
      const at = charts.when(region.times, view.time);
      const what = view.arm === "change" ? `Change of ${variable.title.toLowerCase()}` : `${variable.title}, ${armName(view.arm)}`;
      place("matrix-title").textContent = `${what}, ${at}: row towards column`;
      place("network-title").textContent = `${what}, ${at}: the strongest ties`;
      place("year-words").textContent = at;
      for (const name of ["matrix", "network", "key"]) {
        if (drawn[name]) drawn[name].update(options); else drawn[name] = charts[name](place(name), region, options);
      }
      place("matrix-words").textContent = matrixWords();
      place("network-words").textContent = "States that are aligned at the start stand near one another; filled: the bloc. Only clear changes are drawn as changes.";
      if (place("matrix-table").closest("details").open) {
        const words = (value) => (known(value) ? (view.arm === "change" ? charts.signed(100 * value, 1) : charts.shown(100 * value, 1)) : "–");
        table(place("matrix-table"), place("matrix-title").textContent, ["from, towards", ...region.states.map((one) => one.key)],
          region.states.map((one, i) => [one.name, ...region.states.map((_, j) => (i === j ? "" : words(valueAt(i, j))))]));
      }
      tie();
    }
    function tie() {
      const data = charts.fanOf(region, view.variable, ...view.tie);
      place("tie-title").textContent = data.title;
      if (drawn.tie) drawn.tie.update({ data, time: view.time }); else drawn.tie = charts.fan(place("tie"), data, { data, time: view.time });
      place("tie-words").textContent = `${data.whole ? `Median and ranges of ${answer.runs} runs` : "Means over runs"}. At the end: ${endWords(data)}.`;
      fanTable("tie-table", data);
    }

    const redraw = () => {
      if (!answer || !region.states.length) return;
      mixIn();
      headline();
      indicators();
      fans();
      ties();
    };
    for (const details of document.querySelectorAll(".twin")) details.addEventListener("toggle", () => { if (details.open) redraw(); });
    return {
      show(found, more) { answer = found; live(more); redraw(); },
      pin(found) { pinned = found; redraw(); },
      states(list) { region.states = list; redraw(); },
      redraw() { if (answer) live(false); redraw(); },
      times: () => region.times, variables: () => (answer ? Object.entries(answer.region.variables) : []), stateName,
      ready: () => answer !== null,
    };
  }
  return { make };
})();
