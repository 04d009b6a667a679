/**
 * onnxruntime-node 1.30 copies every output of a run into a new array, also where ONNX Runtime has just written it to the
 * array it was given: for the seed model 3.4 MB a step, zeroed, copied and left to the garbage collector. The binding
 * hands over outputs in the model's order and throws at the first that is no tensor, when the run is over and everything
 * is written. So a model gets such an output in front of its own, an empty sequence, and nothing is copied.
 *
 * A binding that learns to hand over sequences would copy again, and no result would change.
 */
import type { InferenceSession } from "onnxruntime-node";
import protobuf from "protobufjs/minimal.js";

/** The model with an empty sequence as its first output. */
export function endWithSequence(model: Uint8Array): Uint8Array {
  // Two ModelProto behind each other are one: their graphs' nodes and outputs are joined in this order.
  return Buffer.concat([PREFIX, model]);
}

/**
 * Runs of a session of such a model on fixed arrays, one for every output. They throw what ONNX Runtime throws.
 */
export function createRunInPlace(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  fetches: InferenceSession.NullableOnnxValueMapType,
): () => Promise<void> {
  const wanted = { [SEQUENCE]: null, ...fetches };
  return async () => {
    try {
      await session.run(feeds, wanted);
    } catch (error) {
      if (!(error instanceof Error && error.message === REFUSAL)) throw error;
    }
  };
}

const SEQUENCE = "#end";
const REFUSAL = "Non tensor type is temporarily not supported.";

const PREFIX = modelOfSequence(SEQUENCE);

/** ModelProto of a graph with one node, SequenceEmpty, and its output. Source: onnx.proto3 of ONNX 1.14. */
function modelOfSequence(name: string): Uint8Array {
  const node = message((w) =>
    w.uint32(field(2)).string(name).uint32(field(4)).string("SequenceEmpty"),
  );
  const element = message((w) => w.uint32(field(1)).bytes(message((t) => t.uint32(8).int32(1))));
  const type = message((w) =>
    w.uint32(field(4)).bytes(message((t) => t.uint32(field(1)).bytes(element))),
  );
  const output = message((w) => w.uint32(field(1)).string(name).uint32(field(2)).bytes(type));
  const graph = message((w) => w.uint32(field(1)).bytes(node).uint32(field(12)).bytes(output));
  return message((w) => w.uint32(field(7)).bytes(graph));
}

/** Tag of a field with a length in front. */
function field(number: number): number {
  return (number << 3) | 2;
}

function message(write: (writer: protobuf.Writer) => unknown): Uint8Array {
  const writer = protobuf.Writer.create();
  write(writer);
  return writer.finish();
}
