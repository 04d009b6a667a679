import { describe, expect, test } from "vitest";

import { fillTruncatedNormal } from "../../../src/gan/initializers/truncated-normal.ts";
import { seed } from "../../../src/shared/brand.ts";
import { createStream } from "../../../src/shared/random.ts";

describe("fillTruncatedNormal", () => {
  test.each([0, 1, 7, 4095, 4096, 10_001])(
    "gives %d numbers as single draws give them, and leaves the stream where they leave it",
    (length) => {
      const [stream, single] = [createStream(seed(3), "weights"), createStream(seed(3), "weights")];
      const out = new Float32Array(length);
      fillTruncatedNormal(stream, out, 0.5, 0.02);
      const expected = Float32Array.from({ length }, () => {
        let value = single.normal();
        while (Math.abs(value) > 2) value = single.normal();
        return 0.5 + 0.02 * value;
      });
      expect(out).toEqual(expected);
      expect(stream.normal()).toBe(single.normal());
    },
  );
});
