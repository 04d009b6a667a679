/** What the TensorBoard tags of a run mean, and which of them belong in one chart. */
import type { Category, Chart } from "../tensorboard/layout.ts";

const LOSS = "raw, of the latest step, with the file's factors and reduction";
const SCALED = "(D − a)/(b − a): 0 is the fake label, 1 the real one, whatever the labels are";

/** Markdown for TensorBoard, by tag or by what the tag begins with. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  "loss/d": `Discriminator's loss, ${LOSS}.`,
  "loss/d_real": `Its part from real samples, ${LOSS}.`,
  "loss/d_fake": `Its part from generated samples, ${LOSS}.`,
  "loss/g": `Generator's loss, ${LOSS}.`,
  "loss_mean/": "Mean of the loss since the last logged step.",
  "d/mean_real": "Mean of D(x) over the latest batch of real samples.",
  "d/mean_fake": "Mean of D(G(z)) over the latest batch of generated samples.",
  "d/std_": "Standard deviation of D over the latest batch.",
  "d/accuracy":
    "Share of the latest batches that D puts on the right side of (a + b)/2 (logits: of 0).",
  "d_scaled/": `Over the latest batch, as ${SCALED}.`,
  "grads/": "‖gradient‖₂ over all trainable variables of the network; at every fifth logged step.",
  "updates/":
    "‖change of weights‖₂ / ‖weights before‖₂ of the latest update; at every fifth logged step.",
  "perf/steps_per_second": "Training steps per second, without evaluations and pictures.",
  "perf/step_ms": "Milliseconds per training step, without evaluations and pictures.",
  "perf/memory_mb": "Resident memory of the process, MiB.",
  "eval/": "Metric of the generator, from latents fixed for the run.",
  "reference/a": "a, the label of generated samples.",
  "reference/b": "b, the label of real samples.",
  "reference/c": "c, what the generator wants D to say of its samples.",
  "reference/d_star":
    "D* = (a + b)/2, the best discriminator's answer where both distributions are alike.",
  "reference_scaled/": `The label of the same letter, as ${SCALED}.`,
};

/** Explanation of a tag, or undefined. */
export function describeTag(tag: string): string | undefined {
  return (
    DESCRIPTIONS[tag] ?? Object.entries(DESCRIPTIONS).find(([key]) => tag.startsWith(key))?.[1]
  );
}

const LINES = ["a", "b", "c", "d_star"] as const;

/** Charts of the Custom Scalars tab; `metricTags` as logged, with `eval/`. Lines that a run does not have stay away. */
export function runCharts(metricTags: readonly string[]): readonly Category[] {
  const evaluation: readonly Chart[] = metricTags.map((tag) => ({ title: tag, tags: [tag] }));
  return [
    {
      title: "discriminator",
      charts: [
        scoreChart("D on real and generated samples, with a, b, c, D*", ""),
        scoreChart("the same as (D − a)/(b − a)", "_scaled"),
        { title: "accuracy", tags: ["d/accuracy"] },
      ],
    },
    {
      title: "losses",
      charts: [
        { title: "both networks", tags: ["loss_mean/d", "loss_mean/g"] },
        { title: "discriminator's parts", tags: ["loss/d_real", "loss/d_fake"] },
      ],
    },
    {
      title: "updates",
      charts: [
        { title: "gradient norms", tags: ["grads/d", "grads/g"] },
        { title: "update ratios", tags: ["updates/d", "updates/g"] },
      ],
    },
    ...(evaluation.length > 0 ? [{ title: "evaluation", charts: evaluation }] : []),
  ];
}

function scoreChart(title: string, suffix: "" | "_scaled"): Chart {
  const scores = ["mean_real", "mean_fake"].map((name) => `d${suffix}/${name}`);
  return { title, tags: [...scores, ...LINES.map((line) => `reference${suffix}/${line}`)] };
}
