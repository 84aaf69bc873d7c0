/* Asks the API.  The token stands in the fragment of the address, which no server sees, and goes out in a header.

   `runner(stages, request, show, trouble, after)` returns {changed(), idle()}: the first stage is asked for at once, the next ones
   follow while nothing moves, and `after()` is called when all are there.  One first stage is awaited before the next, so that a slider held and dragged is redrawn all along;
   a later stage is given up as soon as something moves (the worker hears of it from the newer request). */
const asking = (() => {
  const token = () => location.hash.slice(1);
  const page = Math.random().toString(36).slice(2);  // a newer request gives up an older one of the same page only

  class Trouble extends Error {
    constructor(words, kind) { super(words); this.kind = kind; }
  }
  async function call(path, body) {
    const options = { method: body === undefined ? "GET" : "POST", headers: { "X-Detente-Token": token() }, credentials: "omit" };
    if (body !== undefined) {
      options.body = JSON.stringify(path === "/api/run" ? { ...body, page } : body);
      options.headers["Content-Type"] = "application/json";
    }
    let response;
    try { response = await fetch(path, options); } catch (error) { throw new Trouble("detente does not answer any more: start it again, and open the address it prints.", "gone"); }
    const found = await response.json();
    if (!response.ok) throw new Trouble(found.error, response.status === 401 ? "token" : found.kind);
    return found;
  }

  function runner(stages, request, show, trouble, after) {
    const PATIENCE = 8;  // seconds that a further stage may be expected to take
    let turn = 0, wanted = 0, stage = -1;

    async function start() {
      turn += 1;
      const mine = turn;
      for (let k = 0; k < stages.length; k += 1) {
        stage = k;
        const seen = wanted;
        let answer;
        try { answer = await call("/api/run", { ...request(), runs: stages[k] }); } catch (error) {
          if (mine !== turn) return;
          stage = -1;
          if (wanted !== seen) { start(); return; }
          trouble(error);
          return;
        }
        if (mine !== turn) return;
        if (answer.superseded) { start(); return; }
        const next = stages[k + 1];
        const more = next !== undefined && (answer.seconds * next) / stages[k] < PATIENCE;
        show(answer, more);
        if (wanted !== seen) { start(); return; }
        if (!more) break;
      }
      stage = -1;
      after();
    }
    return {
      changed() {
        wanted += 1;
        if (stage !== 0) start();
      },
      idle: () => stage < 0,
    };
  }
  return { call, runner, hasToken: () => token().length > 0 };
})();
