/* Charts without a framework: plain SVG, coloured by the page's style, drawn at the width of their place.

   Every chart is detenteCharts.NAME(element, data, options) and returns {update(options)}, which draws it again with some
   options changed.  Names reach the page by textContent only.  Shapes of data (numbers are plain; null: not known):

   REGION  {states: [{key, name, focus, bloc, size, x, y}],    x, y in -1..1: where a network puts the state; size 0..1
            times: ["2025-01-01", ...],
            arms: [{key: "scenario", name}, {key: "reference", name}],         the second one may be missing
            variables: {trust: {title, unit, low, high, symmetric,
                mean: {scenario: [time][observer][target], reference: ...},    means over runs
                error: [time][observer][target],      Monte Carlo error of the paired change; may be missing
                clear: [time] "0110...",              a mark per tie, row by row: "1" where the change is beyond two errors
                fans: {"KOR>JPN": {scenario: [time][5], reference: ...}}}}}    quantiles 5, 25, 50, 75, 95 % of runs
   FAN     {times, title, unit, low, high, arms, values: {scenario: [time][5], reference: ...}}
   BARS    [{label, value, low, high, error, tone: "better" | "worse" | "unclear" | "plain", text, note}]
   DOTS    {values: [number, ...], unit, title, better: 1 | -1}

   matrix(element, REGION, {variable, time, arm: "scenario" | "reference" | "change", picked: "KOR>JPN", onpick(observer, target)})
   network(element, REGION, {variable, time, arm, picked, onpick})
   fan(element, FAN, {time, height}); fanOf(REGION, variable, observer, target) makes a FAN of a tie
   bars(element, BARS, {unit, zero: "no change", digits})
   dots(element, DOTS, {})
   key(element, REGION, {variable, arm}) draws the legend of a matrix or network */
"use strict";
const detenteCharts = (() => {
  const SPACE = "http://www.w3.org/2000/svg";
  const MINUS = "\u2212";
  const PAPER = 660;  // the width of what is printed on A4, in pixels

  function make(name, attributes = {}, words = "") {
    const node = document.createElementNS(SPACE, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    if (words !== "") node.textContent = words;
    return node;
  }
  function put(parent, name, attributes, words) {
    return parent.appendChild(make(name, attributes, words));
  }
  function html(parent, name, kind, words = "") {
    const node = document.createElement(name);
    if (kind) node.className = kind;
    if (words !== "") node.textContent = words;
    return parent.appendChild(node);
  }
  function known(value) { return typeof value === "number" && Number.isFinite(value); }
  function shown(value, digits = 2) {
    return known(value) ? value.toFixed(digits).replace("-", MINUS) : "not known";
  }
  function signed(value, digits = 2) {
    if (!known(value)) return "not known";
    const text = Math.abs(value).toFixed(digits);
    return Number(text) === 0 ? text : (value > 0 ? "+" : MINUS) + text;
  }
  function digitsFor(size) {
    return known(size) && size > 0 ? Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(size)))) : 2;
  }
  function ticks(low, high, most) {
    if (!(high > low)) return [low];
    const rough = (high - low) / Math.max(1, most);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough * 0.999);
    const found = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k += 1) found.push(Number((k * step).toPrecision(12)));
    return found;
  }
  function stepDigits(values) {
    return values.length < 2 ? 2 : Math.max(0, Math.min(6, -Math.floor(Math.log10(Math.abs(values[1] - values[0])) + 1e-9)));
  }
  function year(time) { return time.slice(0, 4); }
  function when(times, at) {  // a year where years are shown, else year and month
    return times.length > 1 && times.every((time) => time.slice(5) === times[0].slice(5)) ? year(times[at]) : times[at].slice(0, 7);
  }
  /* Cuts a label until it is no wider than its place; what was cut stands in its title. */
  function fit(node, text, room) {
    const letters = [...text];
    for (let most = letters.length; most > 3 && node.getComputedTextLength() > room; most -= 1) node.firstChild.data = `${letters.slice(0, most - 1).join("")}\u2026`;
    if (node.textContent !== text) put(node, "title", {}, text);
  }
  /* Of many marks one takes the focus at a time; arrow keys go from one to the next. */
  function rove(svg, kind) {
    const marks = [...svg.querySelectorAll(kind)];
    marks.forEach((mark, k) => mark.setAttribute("tabindex", k ? -1 : 0));
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key], here = marks.indexOf(document.activeElement);
      if (!step || here < 0) return;
      event.preventDefault();
      const next = marks[(here + step + marks.length) % marks.length];
      marks[here].setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    });
  }
  function cut(text, most) { return [...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text; }

  /* A box whose chart is drawn again when its width changes, with a label that follows pointer and focus. */
  function frame(element, draw) {
    element.classList.add("chart");
    element.textContent = "";
    const scroll = html(element, "div", "chart-scroll");
    const tip = html(element, "div", "tip");
    tip.hidden = true;
    tip.setAttribute("role", "status");
    const box = {
      element, scroll, options: {}, width: 0,
      say(words, x, y) {
        tip.textContent = "";
        words.forEach((line, k) => html(tip, k ? "div" : "strong", "", line));
        tip.hidden = false;
        const room = element.clientWidth;
        const wide = Math.min(tip.offsetWidth, room);
        const left = Math.max(0, Math.min(x - scroll.scrollLeft - wide / 2, room - wide));
        const above = y - tip.offsetHeight - 12;
        tip.style.setProperty("left", `${left}px`);
        tip.style.setProperty("top", `${above < -40 ? y + 16 : above}px`);
      },
      hush() { tip.hidden = true; },
    };
    const again = () => {
      const width = paper ? Math.min(paper, paper * element.clientWidth / element.parentNode.clientWidth || paper) : Math.floor(element.clientWidth);
      if (!width) return;
      box.width = width;
      const had = scroll.contains(document.activeElement) ? document.activeElement.getAttribute("data-spot") : null;
      const left = scroll.scrollLeft;
      scroll.textContent = "";
      box.hush();
      draw(box, scroll, width);
      scroll.scrollLeft = left;
      const spot = had === null ? null : [...scroll.querySelectorAll("[data-spot]")].find((node) => node.getAttribute("data-spot") === had);
      if (spot) spot.focus({ preventScroll: true });
    };
    const wide = () => {
      const over = scroll.scrollWidth > scroll.clientWidth + 1;
      if (over) { scroll.tabIndex = 0; scroll.setAttribute("role", "group"); scroll.setAttribute("aria-label", "wide chart, scrolls sideways"); }
      else { scroll.removeAttribute("tabindex"); scroll.removeAttribute("role"); scroll.removeAttribute("aria-label"); }
    };
    let paper = 0;  // while printing: the width of a sheet, whatever the screen has
    window.addEventListener("beforeprint", () => { paper = PAPER; again(); });
    window.addEventListener("afterprint", () => { paper = 0; again(); wide(); });
    new ResizeObserver(() => { if (Math.floor(element.clientWidth) !== box.width) { again(); wide(); } }).observe(element);
    element.addEventListener("keydown", (event) => { if (event.key === "Escape") box.hush(); });
    element.addEventListener("pointerleave", () => box.hush());
    return { box, update(options) { Object.assign(box.options, options); again(); wide(); } };
  }
  function canvas(parent, width, height, words) {
    const svg = put(parent, "svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": words });
    return svg;
  }

  /* ---- values of a tie ---- */
  function valueAt(region, options, i, j) {
    const variable = region.variables[options.variable];
    const of = (arm) => (variable.mean[arm] ? variable.mean[arm][options.time][i][j] : null);
    if (options.arm !== "change") return of(options.arm);
    const [after, before] = [of("scenario"), of("reference")];
    return known(after) && known(before) ? after - before : null;
  }
  function clearAt(region, options, i, j) {
    const marks = region.variables[options.variable].clear;  // judged before numbers were rounded to be sent
    return Boolean(marks) && marks[options.time][i * region.states.length + j] === "1";
  }
  const widest = new WeakMap();  // the largest change of a variable at any time: colours mean the same all along the slider
  function scaleOf(region, options) {
    const variable = region.variables[options.variable];
    if (options.arm !== "change") return { low: variable.low, high: variable.high, diverging: variable.low < 0 };
    if (!widest.has(variable)) {
      let most = 0;
      region.times.forEach((_, time) => region.states.forEach((__, i) => region.states.forEach((___, j) => {
        const value = i === j ? null : valueAt(region, { variable: options.variable, arm: "change", time }, i, j);
        if (known(value)) most = Math.max(most, Math.abs(value));
      })));
      widest.set(variable, most || 0.01);
    }
    const most = widest.get(variable);
    return { low: -most, high: most, diverging: true };
  }
  function paint(node, value, scale) {
    if (!known(value)) { node.classList.add("unknown"); return; }
    if (scale.diverging) {
      const share = Math.min(1, Math.abs(value) / Math.max(Math.abs(scale.low), Math.abs(scale.high)));
      node.classList.add(value < 0 ? "fall" : "rise");
      node.style.setProperty("--v", `${(100 * share).toFixed(1)}%`);
    } else {
      const share = Math.min(1, Math.max(0, (value - scale.low) / (scale.high - scale.low)));
      node.classList.add("level");
      node.style.setProperty("--v", `${(100 * share).toFixed(1)}%`);
    }
  }
  function tieWords(region, options, i, j) {
    const variable = region.variables[options.variable];
    const [from, to] = [region.states[i].name, region.states[j].name];
    const lines = [`${from} ${variable.symmetric ? "and" : "→"} ${to}`];
    const at = when(region.times, options.time);
    for (const arm of region.arms) {
      if (variable.mean[arm.key]) lines.push(`${arm.name}, ${at}: ${shown(variable.mean[arm.key][options.time][i][j], 3)}`);
    }
    if (region.arms.length > 1 && variable.mean.reference) {
      const change = valueAt(region, { ...options, arm: "change" }, i, j);
      const error = variable.error ? variable.error[options.time][i][j] : null;
      const sure = known(error) ? ` ± ${shown(error, 3)}${clearAt(region, options, i, j) ? "" : ", not clear"}` : "";
      lines.push(`change: ${signed(change, 3)}${sure}`);
    }
    return lines;
  }

  /* ---- matrix ---- */
  function matrix(element, region, options) {
    const n = region.states.length;
    let at = [0, Math.min(1, n - 1)];
    const drawn = frame(element, (box, parent, width) => {
      const o = box.options;
      const small = n > 24;
      const edge = small ? 52 : width < 520 ? 58 : 132;
      const named = edge > 100;
      const cell = Math.max(small ? 13 : 25, Math.min(44, Math.floor((width - edge - 2) / n)));
      const top = small ? 52 : 50;
      const scale = scaleOf(region, o);
      const title = `${region.variables[o.variable].title}, ${when(region.times, o.time)}: rows hold it towards columns`;
      const svg = canvas(parent, edge + n * cell + 16, top + n * cell + 4, `${title}. Arrow keys move from tie to tie.`);
      const spots = new Map();
      region.states.forEach((state, k) => {
        const middle = (k + 0.5) * cell;
        const kind = `label${state.focus ? " focal" : ""}`;
        const row = put(svg, "text", { x: edge - 8, y: top + middle + 4, class: kind, "text-anchor": "end" }, named ? state.name : state.key);
        fit(row, row.textContent, edge - 10);
        const x = edge + middle, y = top - 7;
        const column = put(svg, "text", { x: x + 3, y, class: kind, transform: `rotate(${small ? -90 : -52} ${x + 3} ${y})` }, cut(state.key, 8));
        put(column, "title", {}, state.name);
      });
      for (let i = 0; i < n; i += 1) for (let j = 0; j < n; j += 1) {
        if (i === j) continue;
        const value = valueAt(region, o, i, j);
        const spot = `${region.states[i].key}>${region.states[j].key}`;
        const lines = tieWords(region, o, i, j);
        const group = put(svg, "g", {
          class: "cell", "data-spot": spot, role: "img", "aria-label": lines.join("; "), tabindex: i === at[0] && j === at[1] ? 0 : -1,
        });
        if (o.picked === spot) group.classList.add("picked");
        paint(group, value, scale);
        if (o.arm === "change" && clearAt(region, o, i, j)) group.classList.add("sure");
        const [x, y] = [edge + j * cell, top + i * cell];
        put(group, "rect", { x: x + 0.5, y: y + 0.5, width: cell - 1, height: cell - 1, rx: small ? 0 : 2 });
        if (!small && known(value)) {
          const number = o.arm === "change" ? signed(100 * value, 0).replace(/^[+−]?0$/, "0") : shown(100 * value, 0);
          put(group, "text", { x: x + cell / 2, y: y + cell / 2 + 3.8, "text-anchor": "middle" }, number);
        }
        const tell = () => box.say(lines, x + cell / 2, y);
        group.addEventListener("pointerenter", tell);
        group.addEventListener("focus", () => { at = [i, j]; tell(); });
        group.addEventListener("blur", () => box.hush());
        group.addEventListener("click", () => { at = [i, j]; if (o.onpick) o.onpick(region.states[i].key, region.states[j].key); });
        spots.set(`${i},${j}`, group);
      }
      svg.addEventListener("keydown", (event) => {
        const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          if (o.onpick) o.onpick(region.states[at[0]].key, region.states[at[1]].key);
        }
        if (!move) return;
        event.preventDefault();
        let [i, j] = at;
        do { i = (i + move[0] + n) % n; j = (j + move[1] + n) % n; } while (i === j && n > 1);
        const old = spots.get(`${at[0]},${at[1]}`), next = spots.get(`${i},${j}`);
        if (!next) return;
        if (old) old.setAttribute("tabindex", -1);
        next.setAttribute("tabindex", 0);
        next.focus();
      });
    });
    drawn.update({ variable: Object.keys(region.variables)[0], time: region.times.length - 1, arm: "scenario", ...options });
    return drawn;
  }

  /* ---- network ---- */
  function network(element, region, options) {
    const n = region.states.length;
    const drawn = frame(element, (box, parent, width) => {
      const o = box.options;
      const height = Math.round(Math.min(520, Math.max(300, width * 0.72)));
      const scale = scaleOf(region, o);
      const pairs = [];
      for (let i = 0; i < n; i += 1) for (let j = i + 1; j < n; j += 1) {
        const both = [valueAt(region, o, i, j), valueAt(region, o, j, i)].filter(known);
        if (!both.length) continue;
        if (o.arm === "change" && !clearAt(region, o, i, j) && !clearAt(region, o, j, i)) continue;
        pairs.push({ i, j, value: both.reduce((a, b) => a + b, 0) / both.length });
      }
      pairs.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
      const drawnPairs = pairs.slice(0, Math.max(12, Math.round(2.5 * n))).reverse();
      const words = `${region.variables[o.variable].title} between states, ${when(region.times, o.time)}; ${drawnPairs.length} strongest of ${pairs.length} ties`;
      const svg = canvas(parent, width, height, words);
      const [mx, my] = [width < 520 ? 40 : 84, 34];
      const place = (state) => [mx + ((state.x + 1) / 2) * (width - 2 * mx), my + ((1 - state.y) / 2) * (height - 2 * my)];
      const most = Math.max(...drawnPairs.map((pair) => Math.abs(pair.value)), 1e-9);
      for (const pair of drawnPairs) {
        const [[x1, y1], [x2, y2]] = [place(region.states[pair.i]), place(region.states[pair.j])];
        const edge = put(svg, "line", { x1, y1, x2, y2, class: "edge", "stroke-width": (0.6 + 4.4 * (Math.abs(pair.value) / most) ** 1.5).toFixed(2) });
        paint(edge, pair.value, scale);
        edge.addEventListener("pointerenter", () => box.say(tieWords(region, o, pair.i, pair.j), (x1 + x2) / 2, (y1 + y2) / 2));
        edge.addEventListener("pointerleave", () => box.hush());
        edge.addEventListener("click", () => { if (o.onpick) o.onpick(region.states[pair.i].key, region.states[pair.j].key); });
      }
      region.states.forEach((state, i) => {
        const [x, y] = place(state);
        const radius = (5 + 9 * Math.sqrt(state.size || 0)) / (n > 24 ? 2.2 : 1);
        const told = n <= 24 || state.focus || drawnPairs.some((pair) => pair.i === i || pair.j === i);
        const strongest = pairs.filter((pair) => pair.i === i || pair.j === i).slice(0, 3);
        const others = strongest.map((pair) => `${region.states[pair.i === i ? pair.j : pair.i].name} ${o.arm === "change" ? signed(pair.value, 3) : shown(pair.value)}`);
        const lines = [state.name, ...(others.length ? ["strongest ties:", ...others] : [o.arm === "change" ? "no clear change" : "no tie known"])];
        const node = put(svg, "g", { class: `node${state.focus ? " focal" : ""}${state.bloc ? " bloc" : ""}`, tabindex: 0, role: "img", "aria-label": lines.join("; "), "data-spot": state.key });
        put(node, "circle", { cx: x, cy: y, r: radius });
        if (told) put(node, "text", { x, y: y + radius + 12, "text-anchor": "middle" }, width < 520 || n > 20 ? cut(state.key, 8) : cut(state.name, 16));
        node.addEventListener("pointerenter", () => box.say(lines, x, y - radius));
        node.addEventListener("pointerleave", () => box.hush());
        node.addEventListener("focus", () => box.say(lines, x, y - radius));
        node.addEventListener("blur", () => box.hush());
      });
      rove(svg, ".node");
      if (!drawnPairs.length) put(svg, "text", { x: width / 2, y: height / 2, "text-anchor": "middle", class: "quiet" }, "no clear change of any tie");
    });
    drawn.update({ variable: Object.keys(region.variables)[0], time: region.times.length - 1, arm: "scenario", ...options });
    return drawn;
  }

  /* ---- fan ---- */
  function fanOf(region, variable, observer, target) {
    const found = region.variables[variable];
    const names = Object.fromEntries(region.states.map((state) => [state.key, state.name]));
    const [i, j] = [observer, target].map((key) => region.states.findIndex((state) => state.key === key));
    const title = `${found.title}: ${names[observer]} ${found.symmetric ? "and" : "→"} ${names[target]}`;
    const fans = (found.fans || {})[`${observer}>${target}`];
    const means = Object.fromEntries(Object.entries(found.mean).map(([arm, values]) => [arm, values.map((at) => [null, null, at[i][j], null, null])]));
    return { times: region.times, title, unit: found.unit, low: found.low, high: found.high, arms: region.arms, values: fans || means, whole: Boolean(fans) };
  }
  function fan(element, data, options) {
    const drawn = frame(element, (box, parent, width) => {
      const o = box.options, d = o.data || data;
      const height = o.height || (width < 520 ? 230 : 280);
      const all = Object.values(d.values).flat(2).filter(known);
      let low = Math.min(...all), high = Math.max(...all);
      if (!all.length) { put(canvas(parent, width, 60, d.title), "text", { x: 8, y: 30, class: "quiet" }, "nothing to draw: no value is known"); return; }
      const pad = Math.max((high - low) * 0.08, Math.abs(high) * 0.02, 1e-6);
      low = known(d.low) ? Math.max(d.low, low - pad) : low - pad;
      high = known(d.high) ? Math.min(d.high, high + pad) : high + pad;
      const marks = ticks(low, high, 5), digits = stepDigits(marks);
      const left = 14 + 7 * Math.max(...marks.map((mark) => mark.toFixed(digits).length)), right = width < 520 ? 20 : 96, top = 14, bottom = 26;
      const last = d.times.length - 1;
      const stamps = d.times.map((time) => Date.parse(time));
      const x = (k) => left + (last ? (stamps[k] - stamps[0]) / (stamps[last] - stamps[0]) : 0.5) * (width - left - right);
      const y = (value) => top + (1 - (value - low) / (high - low || 1)) * (height - top - bottom);
      const svg = canvas(parent, width, height, `${d.title}. Left and right arrow keys move through time.`);
      for (const mark of marks) {
        put(svg, "line", { x1: left, x2: width - right, y1: y(mark), y2: y(mark), class: "grid" });
        put(svg, "text", { x: left - 6, y: y(mark) + 4, "text-anchor": "end", class: "tick" }, shown(mark, digits));
      }
      const room = Math.max(1, Math.ceil((last + 1) / Math.max(2, Math.floor((width - left - right) / 64))));
      let before = "";
      for (let k = 0; k <= last; k += room) {
        const text = when(d.times, k);
        if (text !== before) put(svg, "text", { x: x(k), y: height - 8, "text-anchor": "middle", class: "tick" }, text);
        before = text;
      }
      const ends = [];
      for (const arm of [...d.arms].reverse()) {
        const values = d.values[arm.key];
        if (!values) continue;
        for (const [a, b] of [[0, 4], [1, 3]]) {
          if (!values.every((row) => known(row[a]) && known(row[b]))) continue;
          const points = [...values.map((row, k) => `${x(k)},${y(row[b])}`), ...values.map((row, k) => `${x(k)},${y(row[a])}`).reverse()];
          put(svg, "polygon", { points: points.join(" "), class: `band ${arm.key}` });
        }
        put(svg, "polyline", { points: values.map((row, k) => (known(row[2]) ? `${x(k)},${y(row[2])}` : "")).join(" ").trim(), class: `line ${arm.key}` });
        ends.push({ arm, y: y(values[last][2]) });
      }
      ends.sort((a, b) => a.y - b.y);
      ends.forEach((end, k) => { if (k && end.y - ends[k - 1].y < 15) end.y = ends[k - 1].y + 15; });
      if (right > 50) for (const end of ends) put(svg, "text", { x: width - right + 8, y: end.y + 4, class: `name ${end.arm.key}` }, end.arm.key);
      if (known(o.time)) put(svg, "line", { x1: x(o.time), x2: x(o.time), y1: top, y2: height - bottom, class: "now" });
      const hair = put(svg, "line", { y1: top, y2: height - bottom, class: "hair", visibility: "hidden" });
      const tell = (k) => {
        hair.setAttribute("x1", x(k)); hair.setAttribute("x2", x(k)); hair.setAttribute("visibility", "visible");
        const lines = [when(d.times, k)];
        for (const arm of d.arms) {
          const row = d.values[arm.key] && d.values[arm.key][k];
          if (!row) continue;
          const range = known(row[0]) && known(row[4]) ? ` (${shown(row[0], digits + 1)} to ${shown(row[4], digits + 1)})` : "";
          lines.push(`${arm.key}: ${shown(row[2], digits + 1)}${range}`);
        }
        svg.setAttribute("aria-label", `${d.title}; ${lines.join("; ")}`);
        box.say(lines, x(k), top + 4);
      };
      let here = last;
      svg.setAttribute("tabindex", 0);
      svg.setAttribute("data-spot", "fan");
      const nearest = (event) => {
        const px = event.clientX - svg.getBoundingClientRect().left;
        return d.times.reduce((best, _, k) => (Math.abs(x(k) - px) < Math.abs(x(best) - px) ? k : best), 0);
      };
      svg.addEventListener("pointermove", (event) => { here = nearest(event); tell(here); });
      svg.addEventListener("pointerleave", () => { hair.setAttribute("visibility", "hidden"); box.hush(); });
      svg.addEventListener("blur", () => { hair.setAttribute("visibility", "hidden"); box.hush(); });
      svg.addEventListener("keydown", (event) => {
        const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!move) return;
        event.preventDefault();
        here = Math.max(0, Math.min(last, here + move));
        tell(here);
      });
    });
    drawn.update({ ...options });
    return drawn;
  }

  /* ---- bars: an estimate with its interval on each row ---- */
  function bars(element, rows, options) {
    const drawn = frame(element, (box, parent, width) => {
      const o = box.options, list = o.rows || rows;
      const stacked = width < 620;
      const label = stacked ? 4 : Math.min(300, Math.max(...list.map((row) => 7.2 * [...row.label].length), 60) + 16);
      const right = stacked ? 8 : 148;
      const step = stacked ? 58 : 34, top = 10, bottom = 24;
      const height = top + list.length * step + bottom;
      const ends = list.flatMap((row) => [row.value, row.low, row.high, 0]).filter(known);
      let low = Math.min(...ends), high = Math.max(...ends);
      const pad = (high - low) * 0.06 || 1;
      low -= pad; high += pad;
      const x = (value) => label + ((value - low) / (high - low)) * (width - label - right);
      const marks = ticks(low, high, Math.max(2, Math.min(6, Math.floor((width - label - right) / 80)))), digits = stepDigits(marks);
      const svg = canvas(parent, width, height, o.title || "estimates with their intervals");
      for (const mark of marks) {
        put(svg, "line", { x1: x(mark), x2: x(mark), y1: top, y2: height - bottom, class: mark === 0 ? "zero" : "grid" });
        put(svg, "text", { x: x(mark), y: height - 6, "text-anchor": "middle", class: "tick" }, mark === 0 ? o.zero || "0" : signed(mark, digits));
      }
      list.forEach((row, k) => {
        const y = top + k * step + (stacked ? 38 : step / 2);
        const lines = [row.label, row.text, ...(row.note ? [row.note] : [])];
        const group = put(svg, "g", { class: `bar ${row.tone || "plain"}`, tabindex: 0, role: "img", "aria-label": lines.join("; "), "data-spot": `bar${k}` });
        put(group, "rect", { x: 0, y: top + k * step, width, height: step, class: "hit" });
        const name = put(group, "text", { x: stacked ? 4 : label - 12, y: stacked ? top + k * step + 18 : y + 4, "text-anchor": stacked ? "start" : "end", class: "label" }, row.label);
        if (known(row.value)) {
          if (known(row.low) && known(row.high)) put(group, "line", { x1: x(row.low), x2: x(row.high), y1: y, y2: y, class: "span" });
          else put(group, "line", { x1: x(0), x2: x(row.value), y1: y, y2: y, class: "stem" });
          put(group, "circle", { cx: x(row.value), cy: y, r: 5 });
        }
        const place = stacked ? { x: width - 4, y: top + k * step + 18, "text-anchor": "end" } : { x: width - right + 12, y: y + 4 };
        const number = put(group, "text", { ...place, class: "number" }, cut(row.text, 22));
        fit(name, row.label, stacked ? width - number.getComputedTextLength() - 24 : label - 14);
        const tell = () => box.say(lines, known(row.value) ? x(row.value) : width / 2, y - 6);
        group.addEventListener("pointerenter", tell);
        group.addEventListener("pointerleave", () => box.hush());
        group.addEventListener("focus", tell);
        group.addEventListener("blur", () => box.hush());
      });
      rove(svg, ".bar");
    });
    drawn.update({ ...options });
    return drawn;
  }

  /* ---- dots: one for every set of assumptions, piled up by what it gives ---- */
  function dots(element, data, options) {
    const drawn = frame(element, (box, parent, width) => {
      const d = box.options.data || data;
      const values = d.values.filter(known).sort((a, b) => a - b);
      if (!values.length) return;
      let low = Math.min(0, values[0]), high = Math.max(0, values[values.length - 1]);
      const pad = (high - low) * 0.05 || 1;
      low -= pad; high += pad;
      const many = Math.max(12, Math.min(40, Math.floor(width / 18)));
      const bins = Array.from({ length: many }, () => []);
      const bin = (value) => Math.min(many - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * many)));
      values.forEach((value) => bins[bin(value)].push(value));
      const tall = Math.max(...bins.map((one) => one.length));
      const radius = Math.min((width - 16) / many / 2 - 0.6, 7, 96 / tall);
      const bottom = 26, height = Math.max(70, Math.round(tall * 2 * radius + 30 + bottom));
      const x = (value) => 8 + ((value - low) / (high - low)) * (width - 16);
      const up = values.filter((value) => value > 0).length, down = values.filter((value) => value < 0).length;
      const svg = canvas(parent, width, height, `${d.title}: ${up} above zero, ${down} below, of ${values.length}`);
      const marks = ticks(low, high, width < 520 ? 4 : 8), digits = stepDigits(marks);
      for (const mark of marks) {
        put(svg, "line", { x1: x(mark), x2: x(mark), y1: mark === 0 ? 8 : height - bottom, y2: height - bottom + 4, class: mark === 0 ? "zero" : "grid" });
        put(svg, "text", { x: x(mark), y: height - 7, "text-anchor": "middle", class: "tick" }, signed(mark, digits));
      }
      put(svg, "line", { x1: 8, x2: width - 8, y1: height - bottom, y2: height - bottom, class: "grid" });
      bins.forEach((one, k) => one.forEach((value, level) => {
        const tone = value === 0 ? "unclear" : (value > 0) === (d.better >= 0) ? "better" : "worse";
        const centre = low + ((k + 0.5) / many) * (high - low);
        const dot = put(svg, "circle", { cx: x(centre), cy: height - bottom - radius - 1 - level * 2 * radius, r: Math.max(1, radius - 0.7), class: `dot ${tone}` });
        dot.addEventListener("pointerenter", () => box.say([signed(value, digitsFor(Math.abs(value))), "one set of assumptions"], x(centre), height - bottom - level * 2 * radius - radius));
        dot.addEventListener("pointerleave", () => box.hush());
      }));
    });
    drawn.update({ ...options });
    return drawn;
  }

  /* ---- legend ---- */
  function key(element, region, options) {
    const drawn = frame(element, (box, parent) => {
      const scale = scaleOf(region, box.options);
      const many = 9, size = 22;
      const svg = canvas(parent, many * size + 76, 20, "colours from low to high");
      svg.setAttribute("aria-hidden", "true");
      const show = box.options.arm === "change" ? (value) => signed(value * 100, 0) : (value) => shown(value * 100, 0);
      put(svg, "text", { x: 32, y: 14, "text-anchor": "end", class: "tick" }, show(scale.low));
      for (let k = 0; k < many; k += 1) {
        const cell = put(svg, "g", { class: "cell" });
        paint(cell, scale.low + ((scale.high - scale.low) * k) / (many - 1), scale);
        put(cell, "rect", { x: 38 + k * size, y: 3, width: size, height: 14 });
      }
      put(svg, "text", { x: 44 + many * size, y: 14, class: "tick" }, show(scale.high));
    });
    drawn.update({ variable: Object.keys(region.variables)[0], time: 0, arm: "scenario", ...options });
    return drawn;
  }

  return { matrix, network, fan, fanOf, bars, dots, key, signed, shown, when, valueAt };
})();
