/** What an analysis gives, as plain data: tables, charts, and what can be said of a claim from them. */

export interface AnalysisResult {
  readonly tables: readonly AnalysisTable[];
  readonly charts: readonly AnalysisChart[];
  readonly findings: readonly Finding[];
}

export interface AnalysisTable {
  /** Its file: `<id>.csv`. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
}

export interface AnalysisChart {
  /** Its file: `<id>.svg`. */
  readonly id: string;
  readonly title: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly lines: readonly ChartLine[];
  readonly points: readonly ChartPoints[];
}

export interface ChartAxis {
  readonly name: string;
  readonly scale?: "linear" | "log";
  readonly minimum?: number;
  readonly maximum?: number;
}

export type Coordinates = readonly [x: number, y: number];

export interface ChartLine {
  readonly label: string;
  readonly points: readonly Coordinates[];
  readonly dashed?: boolean;
}

export interface ChartPoints {
  readonly label: string;
  readonly points: readonly Coordinates[];
}

/** A claim that the numbers decide: no seeds, no tests. */
export interface Finding {
  readonly claim: string;
  readonly verdict: "supported" | "contradicted";
  /** The numbers. */
  readonly evidence: string;
  /** Who claims it. */
  readonly source: string;
}
