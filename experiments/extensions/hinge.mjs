/**
 * The hinge GAN objective, as an example of an extension: one file that exports one `objective`.
 *
 *     D: mean(max(0, margin − D(x))) + mean(max(0, margin + D(G(z))))
 *     G: −mean(D(G(z)))
 *
 * The members are those of src/gan/objectives/objective.ts, and `schema` describes the keys an experiment may give
 * beside `kind`. `tf` is the tensor library, `options` are those keys with their defaults filled in, and scores are
 * [batchSize, 1]. Use as:
 *
 *     extensions: [./extensions/hinge.mjs]
 *     objective: { kind: hinge, margin: 1 }
 *
 * Source: Lim and Ye, Geometric GAN, arXiv:1705.02894; Miyato et al., arXiv:1802.05957, eqs. 16 and 17.
 */
export const objective = {
  kind: "hinge",

  schema: {
    title: "Hinge",
    description: "The hinge GAN.",
    type: "object",
    properties: {
      margin: {
        description:
          "Scores beyond this distance from 0, on the right side, cost the discriminator nothing.",
        type: "number",
        exclusiveMinimum: 0,
        default: 1,
        examples: [1],
      },
    },
    additionalProperties: false,
  },

  discriminatorLoss: (tf, { margin }, { real, fake }) => ({
    real: tf.mean(tf.relu(tf.sub(margin, real))),
    fake: tf.mean(tf.relu(tf.add(margin, fake))),
  }),

  generatorLoss: (tf, _options, fake) => tf.neg(tf.mean(fake)),
};
