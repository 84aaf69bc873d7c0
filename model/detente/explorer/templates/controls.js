/* Sliders of levers and assumptions.  What a scenario says reaches the page by textContent only.

   `make(facts, changes, changed)` builds them; `changes` is a Map of path -> value, and `changed(path)` is called after each move. */
const controls = (() => {
  const STEPS = 200, MOST = 25;
  const node = (name, kind = "", words = "") => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (words !== "") made.textContent = words;
    return made;
  };
  const plain = (value) => String(Number(value.toPrecision(4))).replace("-", "\u2212");
  const withUnit = (value, unit) => `${plain(value)}${unit === "1" || unit === "share" ? "" : ` ${unit}`}`;
  let serial = 0;

  function range(parent, name, low, high, step, value, words) {
    const slider = node("input");
    serial += 1;
    Object.assign(slider, { type: "range", id: `slider${serial}`, min: low, max: high, step });
    slider.value = value;
    const output = node("output");
    output.htmlFor = slider.id;
    const say = () => {
      const text = words();
      output.textContent = text;
      slider.setAttribute("aria-valuetext", text);
    };
    slider.setAttribute("aria-label", name);
    parent.append(slider, output);
    say();
    return { slider, output, say };
  }
  function passport(parent, one) {
    const details = node("details", "passport");
    details.append(node("summary", "", one.standing));
    const lines = [one.reason && `Why: ${one.reason}`, one.sources.length ? `Source: ${one.sources.join("; ")}` : "", `Set as ${one.path}`];
    for (const line of lines) if (line) details.append(node("p", "", line));
    parent.append(details);
  }

  function lever(one, changes, changed) {
    const box = node("div", "lever");
    box.setAttribute("role", "group");
    const name = node("p", "name", one.title);
    name.dir = "auto";
    box.setAttribute("aria-label", `${one.title}, ${one.who}`);
    box.append(name, node("p", "who", one.who));
    const notes = [one.form === "pact" ? "all must consent" : one.form === "offer" ? "receivers must consent" : "nobody is asked"];
    if (one.when) notes.push(`only while ${one.when}`);
    if (one.follows) notes.push(`follows ${one.follows}`);
    const said = node("p", "who", `${notes.join("; ")} `);
    said.append(node("span", `tag${one.weak ? " assumed" : ""}`, one.evidence));
    box.append(said);
    const level = one.level, from = one.from;
    const now = (part) => (changes.has(part.path) ? changes.get(part.path) : part.value);
    const first = node("div", "slide");
    first.append(node("span", "", "level"));
    const sampled = () => !changes.has(level.path) && level.range ? ` (${plain(level.range[0])} to ${plain(level.range[1])})` : "";
    const up = range(first, `${one.title}: level`, 0, 1, 0.01, level.value, () => `${Number(now(level)).toFixed(2)}${sampled()}`);
    const second = node("div", "slide");
    second.append(node("span", "", "from"));
    const start = range(second, `${one.title}: first year`, from.low, Math.max(from.low, from.high), 1, from.value, () => String(now(from)));
    start.slider.disabled = from.low >= from.high;
    box.append(first, second);
    if (from.staged) box.append(node("p", "who", "comes in stages, whose dates stay"));
    const wire = (part, drawn) => {
      drawn.slider.addEventListener("input", () => {
        const value = Number(drawn.slider.value);
        if (value === part.value && !part.range) changes.delete(part.path); else changes.set(part.path, value);
        changed(part.path);
      });
    };
    wire(level, up);
    wire(from, start);
    const refresh = () => {
      for (const [part, drawn] of [[level, up], [from, start]]) { drawn.slider.value = now(part); drawn.say(); }
      box.classList.toggle("moved", changes.has(level.path) || changes.has(from.path));
    };
    return { box, refresh };
  }

  function assumption(one, changes, changed, note = "") {
    const box = node("div", "assumption");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", one.label);
    const name = node("p", "name", one.label);
    name.dir = "auto";
    box.append(name);
    for (const words of [one.meaning, note]) if (words) box.append(node("p", "meaning", words));
    const width = one.high - one.low;
    const at = (value) => Math.round(((value - one.low) / width) * STEPS);
    const line = node("div", "slide plainly");
    const words = () => (changes.has(one.path) ? `held at ${withUnit(changes.get(one.path), one.unit)}` : "sampled");
    const drawn = range(line, one.label, 0, STEPS, 1, at(one.value), words);
    const ends = node("div", "ends"), usual = one.distribution === "uniform" ? "all alike" : `most likely ${plain(one.value)}`;
    ends.append(node("span", "", plain(one.low)), node("span", "", usual), node("span", "", withUnit(one.high, one.unit)));
    box.append(line, ends);
    passport(box, one);
    drawn.slider.addEventListener("input", () => {
      const raw = one.low + (Number(drawn.slider.value) / STEPS) * width;
      changes.set(one.path, Math.min(one.high, Math.max(one.low, Number(raw.toPrecision(6)))));
      changed(one.path);
    });
    const refresh = () => {
      drawn.slider.value = at(changes.has(one.path) ? changes.get(one.path) : one.value);
      drawn.say();
      drawn.output.classList.toggle("sampled", !changes.has(one.path));
      box.classList.toggle("moved", changes.has(one.path));
    };
    return { box, refresh };
  }

  function make(facts, changes, changed) {
    const byPath = new Map(facts.assumptions.map((one) => [one.path, one]));
    const shown = { levers: [], matters: [], found: [] };
    const place = (id) => document.getElementById(id);
    const fill = (list, parent, made) => {
      parent.textContent = "";
      shown[list] = made;
      for (const one of made) { parent.append(one.box); one.refresh(); }
    };
    fill("levers", place("levers"), facts.levers.map((one) => lever(one, changes, changed)));
    if (!facts.levers.length) place("levers").append(node("p", "small", "The scenario has none; add some in its file."));
    const theory = place("theory");
    for (const choice of facts.theory.choices) theory.append(new Option(choice, choice));
    theory.addEventListener("change", () => {
      if (theory.value === facts.theory.value) changes.delete("theory"); else changes.set("theory", theory.value);
      changed("theory");
    });
    const group = place("group"), search = place("search");
    group.append(new Option("all", ""));
    for (const name of new Set(facts.assumptions.map((one) => one.group))) group.append(new Option(name, name));
    const texts = facts.assumptions.map((one) => [one.label, one.meaning, one.path, one.unit, one.standing, one.reason, ...one.sources].join(" ").toLowerCase());
    const look = () => {
      const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const hits = facts.assumptions.filter((one, k) => (!group.value || one.group === group.value) && wanted.every((word) => texts[k].includes(word)));
      const some = wanted.length || group.value;
      place("found").textContent = some ? `${hits.length} found${hits.length > MOST ? `; the first ${MOST} are shown` : ""}` : `${facts.assumptions.length} assumptions have a range`;
      fill("found", place("assumptions"), some ? hits.slice(0, MOST).map((one) => assumption(one, changes, changed)) : []);
    };
    search.addEventListener("input", look);
    group.addEventListener("change", look);
    look();
    const refresh = () => {
      for (const list of Object.values(shown)) for (const one of list) one.refresh();
      theory.value = changes.has("theory") ? changes.get("theory") : facts.theory.value;
    };
    refresh();
    return {
      refresh,
      matters(paths) {  // [[path, rank correlation], ...]
        const known = paths.filter(([path]) => byPath.has(path));
        fill("matters", place("matters"), known.map(([path, size]) => assumption(byPath.get(path), changes, changed, `rank correlation ${size.toFixed(2).replace("-", "\u2212")}`)));
      },
      describe(path) {  // what a change is called, and what it was
        const value = changes.get(path);
        if (path === "theory") return [`Theory`, facts.theory.value, value];
        for (const one of facts.levers) {
          if (one.level.path === path) return [`${one.title} (${one.who}): level`, plain(one.level.value), plain(value)];
          if (one.from.path === path) return [`${one.title} (${one.who}): from`, String(one.from.value), String(value)];
        }
        const one = byPath.get(path);
        return one ? [one.label, "sampled", withUnit(value, one.unit)] : [path, "", String(value)];
      },
    };
  }
  return { make, node };
})();
