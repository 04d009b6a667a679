/** Latent vectors on the way from one to another. */
import type { LatentSpec } from "../config/spec.ts";

/**
 * `steps` vectors from `from` to `to`, both included: [steps, size]. Normal latents go along the arc between them (the
 * straight line would pass nearer to the origin than latents are found), uniform ones straight.
 *
 * Source: White, arXiv:1609.04468, sec. 2.1 (spherical interpolation).
 */
export function interpolate(
  from: Float32Array,
  to: Float32Array,
  { steps, distribution }: { readonly steps: number } & Pick<LatentSpec, "distribution">,
): Float32Array {
  const angle = distribution === "normal" ? angleBetween(from, to) : 0;
  const path = new Float32Array(steps * from.length);
  for (let step = 0; step < steps; step++) {
    const t = steps === 1 ? 0 : step / (steps - 1);
    const [a, b] = sharesAt(t, angle);
    from.forEach((value, i) => {
      path[step * from.length + i] = a * value + b * (to[i] ?? 0);
    });
  }
  return path;
}

/** Below this the arc is as good as straight, and its formula divides nought by nought. */
const SMALLEST_SINE = 1e-6;

function sharesAt(t: number, angle: number): readonly [number, number] {
  const sine = Math.sin(angle);
  if (sine < SMALLEST_SINE) return [1 - t, t];
  return [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
}

function angleBetween(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  return Math.acos(Math.min(1, Math.max(-1, cosine)));
}
