package dev.plumbline.spec;

/** How a gradient g becomes the update u that is subtracted from a weight. */
@Refused(
        names = {"adabelief", "AdaBelief"},
        reason = "it fails before the first step",
        finding = "adabelief-crash")
public sealed interface Optimizer {

    /** Chooses by word; the compiler asks every engine for every word. */
    <R> R match(Cases<R> cases);

    /** One answer for each word. */
    interface Cases<R> {
        R sgd(Sgd sgd);
    }

    /**
     * Plain gradient descent.
     *
     * @param learningRate α
     */
    @Word(formula = "u = learning_rate * g", dl4j = "Sgd", keras = "SGD", pytorch = "SGD")
    record Sgd(
            @Field(
                    value = "the step size, α",
                    range = "(0, inf)",
                    dl4j = "learningRate",
                    keras = "learning_rate",
                    pytorch = {"lr", "alpha", "eta", "step_size"})
            double learningRate)
            implements Optimizer {
        public Sgd {
            Schema.of(Sgd.class).check(learningRate);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sgd(this);
        }
    }
}
