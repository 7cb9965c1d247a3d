/** Films pages of a journey: one file that any browser plays, in web_client/test-results/, not committed. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const RESULTS = new URL("../../../web_client/test-results/", import.meta.url);
const PLAYER = readFileSync(new URL("film.html", import.meta.url), "utf8");
const PICTURE = { format: "jpeg", quality: 60, maxWidth: 1280, maxHeight: 900 };
const BETWEEN_PICTURES = 100;
const reels = [];

export class Film {
  /** `name` becomes the file's. It is written when the journey ends, also when it fails. */
  constructor(name) {
    this.name = name;
    this.pictures = [];
    this.captions = [];
    this.began = Date.now();
    reels.push(this);
  }

  /** From now on whatever this page shows is in the film. */
  async follow(page) {
    const tools = await page.context().newCDPSession(page);
    tools.on("Page.screencastFrame", ({ data, sessionId }) => {
      this.pictures.push({ at: Date.now() - this.began, data });
      // The next picture is not taken before this one is answered.
      setTimeout(() => tools.send("Page.screencastFrameAck", { sessionId }).catch(() => undefined), BETWEEN_PICTURES);
    });
    await tools.send("Page.startScreencast", PICTURE);
  }

  /** What is seen from now on, for who looks at it later. */
  say(words) {
    this.captions.push({ at: Date.now() - this.began, words });
  }

  save() {
    const { name, pictures, captions } = this;
    const told = JSON.stringify({ name, pictures, captions }).replaceAll("<", "\\u003c");
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(new URL(`${name}.html`, RESULTS), PLAYER.replace("null", () => told));
  }
}

export function saveFilms() {
  for (const reel of reels.splice(0)) reel.save();
}
