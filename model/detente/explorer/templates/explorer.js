/* Puts the page together: what was opened, what is changed, what is looked at, what is pinned and saved. */
(async () => {
  const place = (id) => document.getElementById(id);
  const say = (words) => { place("done").textContent = words; };
  function trouble(error) {
    place("trouble").hidden = false;
    place("trouble").textContent = error.message;
    place("status").textContent = error.kind === "refused" ? "This cannot be run." : "No answer.";
  }
  const calm = () => { place("trouble").hidden = true; };
  if (!asking.hasToken()) {
    place("title").textContent = "No token";
    trouble({ message: "This address is not complete. Open the whole address that detente printed, with what follows the #." });
    return;
  }
  let facts;
  try { facts = await asking.call("/api/scenario"); } catch (error) { place("title").textContent = "Not opened"; trouble(error); return; }

  const titled = facts.variant ? `${facts.title} [${facts.variant}]` : facts.title;
  document.title = `${titled}: detente explorer`;
  place("title").textContent = titled;
  place("question").textContent = facts.question;
  place("facts").textContent = `${facts.file}, ${facts.start} to ${facts.end} by ${facts.step}, ${facts.states.length} states; compared with: ${facts.compared_with}; ${Math.round(100 * facts.standing.assumed)} % of its numbers are assumed`;
  place("disclaimer").textContent = `${facts.disclaimer} "Holds in the model" means consistent with stated assumptions; it is not evidence about the world. Differences within the interval are no difference.`;
  place("bench").hidden = false;

  const changes = new Map();
  const others = facts.states.map((one) => one.key).filter((key) => key !== facts.focus);
  const view = { indicator: facts.indicators[0].key, variable: "trust", arm: "change", time: 1e6, tie: [others[0] ?? facts.focus, facts.focus] };
  const request = () => ({ changes: Object.fromEntries(changes), tie: view.tie[0] === view.tie[1] ? null : view.tie });
  let pinned = null, ready = false, matters = null;

  /* ---- what is looked at ---- */
  function choose(what) {
    Object.assign(view, what);
    if (what.indicator) { place("indicator").value = view.indicator; listMatters(); }
    if (what.tie) {
      place("observer").value = view.tie[0];
      place("target").value = view.tie[1];
      if (pinned) pinned.stale = true;
      if (ready) runs.changed();
    }
    draw.redraw();
  }
  const draw = drawing.make(facts, view, choose);
  const options = (id, list, value) => { for (const [key, words] of list) place(id).append(new Option(words, key)); place(id).value = value; };
  options("arm", [["change", "change"], ["scenario", "scenario"], ["reference", "reference"]], view.arm);
  options("indicator", facts.indicators.map((one) => [one.key, one.title]), view.indicator);
  const states = facts.states.map((one) => [one.key, one.name]);
  options("observer", states, view.tie[0]);
  options("target", states, view.tie[1]);
  for (const [id, other, k] of [["observer", "target", 0], ["target", "observer", 1]]) {
    place(id).addEventListener("change", () => {
      const tie = [...view.tie];
      if (place(id).value === tie[1 - k]) tie[1 - k] = tie[k];  // the same state on both sides: they change places
      tie[k] = place(id).value;
      place(other).value = tie[1 - k];
      choose({ tie });
    });
  }
  place("indicator").addEventListener("change", () => choose({ indicator: place("indicator").value }));
  place("arm").addEventListener("change", () => choose({ arm: place("arm").value }));
  place("variable").addEventListener("change", () => choose({ variable: place("variable").value }));
  place("year").addEventListener("input", () => choose({ time: Number(place("year").value) }));

  /* ---- runs ---- */
  let latest = null;
  function show(answer, more) {
    calm();
    if (!latest) lookAt(answer);
    latest = { answer, changes: new Map(changes) };
    draw.show(answer, more);
    if (!place("variable").options.length) options("variable", draw.variables().map(([key, one]) => [key, one.title]), view.variable);
    Object.assign(place("year"), { max: draw.times().length - 1 });
    place("year").value = view.time;
    place("year").setAttribute("aria-valuetext", place("year-words").textContent);
    place("pin").disabled = false;
    place("provenance").textContent = `detente ${facts.version}, seed ${answer.seed}, ${answer.runs} paired runs on common random numbers. The same numbers from a saved variant: detente run FILE --runs ${answer.runs}.`;
  }
  function lookAt(answer) {  // at first, at the tie that changes most
    const { scenario, reference } = answer.region.variables.trust.mean, last = scenario.length - 1;
    let most = -1;
    scenario[last].forEach((row, i) => row.forEach((value, j) => {
      const gap = value === null || i === j ? -1 : Math.abs(value - reference[last][i][j]);
      if (gap > most) { most = gap; view.tie = [facts.states[i].key, facts.states[j].key]; }
    }));
    [place("observer").value, place("target").value] = view.tie;
  }
  const runs = asking.runner(facts.stages, request, show, (error) => {
    if (["starting", "died", "slow"].includes(error.kind)) { restart(error); return; }
    trouble(error);
  }, repin);
  async function restart(error) {
    trouble(error);
    ready = false;
    if (await getReady()) { if (error.kind === "slow") return; calm(); runs.changed(); }
  }
  async function getReady() {
    const began = performance.now();
    for (;;) {
      try {
        const found = await asking.call("/api/ready");
        if (found.ready) { ready = true; draw.states(found.states); return true; }
      } catch (error) { trouble(error); return false; }
      if (performance.now() - began > 3000) place("status").textContent = "Getting ready: the model is compiled for this machine, once, in under two minutes …";
    }
  }

  /* ---- changes ---- */
  const bench = controls.make(facts, changes, moved);
  function moved() {
    say("");
    bench.refresh();
    list();
    if (ready) runs.changed();
  }
  function list() {
    const parent = place("changes"), had = parent.contains(document.activeElement);
    parent.textContent = "";
    for (const path of changes.keys()) {
      const [name, before, now] = bench.describe(path);
      const line = controls.node("li"), words = controls.node("span", "", `${name}: ${before} → ${now}`), undo = controls.node("button", "", "Undo");
      words.dir = "auto";
      undo.type = "button";
      undo.setAttribute("aria-label", `Undo: ${name}`);
      undo.addEventListener("click", () => { changes.delete(path); moved(); });
      line.append(words, undo);
      parent.append(line);
    }
    if (had) (parent.querySelector("button") || place("reset")).focus();
    place("unchanged").hidden = changes.size > 0;
    place("reset").disabled = changes.size === 0;
  }
  place("reset").addEventListener("click", () => { changes.clear(); moved(); });

  /* ---- what matters ---- */
  function listMatters() {
    if (!matters) return;
    if (!matters.sets) { place("matters-words").textContent = "Nothing in this scenario is uncertain."; return; }
    const { rows, least } = matters.listed[view.indicator], title = facts.indicators.find((one) => one.key === view.indicator).title;
    bench.matters(rows);
    const bar = least === null ? "The runs of this scenario do not differ." : `${rows.length ? "Listed is" : "Nothing is"} beyond ${least.toFixed(2)}, which chance alone reaches among ${matters.of} numbers in 5 of 100 cases.`;
    place("matters-words").textContent = `For the ${matters.what} of "${title}": rank correlations over ${matters.sets} sampled sets of the scenario as opened. ${bar}`;
  }
  async function waitMatters() {
    for (;;) {
      await new Promise((done) => { setTimeout(done, 1000); });
      let found;
      try { found = await asking.call("/api/matters"); } catch { continue; }
      if (found.known) { matters = found; listMatters(); return; }
    }
  }

  /* ---- pin ---- */
  function pinWords() { return pinned ? "Unpin" : "Pin this variant"; }
  place("pin").addEventListener("click", () => {
    pinned = pinned ? null : { ...latest };
    draw.pin(pinned && pinned.answer);
    place("pin").textContent = pinWords();
    const arm = place("arm");
    [...arm.options].filter((one) => one.value === "pinned").forEach((one) => one.remove());
    if (pinned) arm.append(new Option("pinned", "pinned"));
    arm.value = view.arm;
    say(pinned ? "Pinned: it stays beside what you change from here on." : "");
    if (pinned) pinned.stale = true;
    if (runs.idle()) repin();
  });
  async function repin() {  // with all runs, and the tie that is looked at; what is moved meanwhile comes first
    const mine = pinned;
    if (!mine || !mine.stale) return;
    mine.stale = false;
    try {
      const most = Math.max(latest.answer.runs, mine.answer.runs);
      const answer = await asking.call("/api/run", { changes: Object.fromEntries(mine.changes), tie: view.tie, runs: most });
      if (answer.superseded) mine.stale = true;
      else if (pinned === mine) { mine.answer = answer; draw.pin(answer); }
    } catch { /* what was pinned stays as it was */ }
  }

  /* ---- save and export ---- */
  const dialog = place("saving"), KINDS = {
    save: ["Save as a scenario file", "Save", `A file that extends ${facts.file} and says only what you changed, in ${facts.folder}. Nothing is overwritten.`],
    report: ["Export the report", "Run and write", `Saves the variant, runs it ${facts.runs} times as detente run does, and writes results and report into ${facts.folder}. Nothing is overwritten.`],
  };
  let kind = "save";
  for (const one of Object.keys(KINDS)) {
    place(one).addEventListener("click", () => {
      kind = one;
      [place("saving-title").textContent, place("saving-go").textContent, place("saving-words").textContent] = KINDS[kind];
      place("saving-trouble").hidden = true;
      dialog.showModal();
    });
  }
  place("saving-leave").addEventListener("click", () => dialog.close());
  place("saving-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const busy = (is) => { place("saving-go").disabled = is; place("saving-go").textContent = is ? "Working …" : KINDS[kind][1]; };
    busy(true);
    try {
      const found = await asking.call(`/api/${kind}`, { name: place("name").value.trim(), title: place("name-title").value.trim(), changes: Object.fromEntries(changes) });
      dialog.close();
      say(`Saved: ${found.saved.join(", ")} in ${found.folder}.`);
    } catch (error) {
      place("saving-trouble").hidden = false;
      place("saving-trouble").textContent = error.message;
    }
    busy(false);
  });

  for (const link of document.querySelectorAll("[data-to]")) {
    link.addEventListener("click", (event) => {  // without touching the fragment, which holds the token
      event.preventDefault();
      place(link.dataset.to).focus({ preventScroll: true });
      place(link.dataset.to).scrollIntoView();
    });
  }
  list();
  if (await getReady()) { runs.changed(); waitMatters(); }
})();
