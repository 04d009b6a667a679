/** The metrics of a run, ready to evaluate: child processes only, because feature networks need a tensor library. */
import type { MetricSpec } from "../config/spec.ts";
import type { DatasetOptions } from "../data/dataset-module.ts";
import { featureMetric } from "./feature-metrics.ts";
import type { FeatureNetwork } from "./feature-network.ts";
import type { Metric } from "./metric.ts";
import { metricOf } from "./registry.ts";

/** One network for all metrics that name it. @throws LabError DATA_MISSING, DATA_CORRUPT or CONFIG, see openOnnxFeatures. */
export async function openMetrics(
  specs: readonly MetricSpec[],
  options: Pick<DatasetOptions, "folder" | "cacheFolder">,
): Promise<readonly Metric[]> {
  const opened = new Map<string, Promise<FeatureNetwork>>();
  return Promise.all(
    specs.map(async (spec) => {
      if (!("features" in spec)) return metricOf(spec);
      const { openOnnxFeatures } = await import("./onnx-features.ts");
      const key = JSON.stringify(spec.features);
      const network = opened.get(key) ?? openOnnxFeatures(spec.features, options);
      opened.set(key, network);
      return featureMetric(spec.kind, await network);
    }),
  );
}
