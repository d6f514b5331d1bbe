package dev.plumbline.spec;

/** What a layer applies, element by element, to its pre-activation z to give its activation a. */
public sealed interface Activation {

    /** Chooses by word; the compiler asks every engine for every word. */
    <R> R match(Cases<R> cases);

    /** One answer for each word. */
    interface Cases<R> {
        R identity();

        R sigmoid();

        R tanh();
    }

    /** No activation at all: the layer is linear. */
    @Word(formula = "a = z", dl4j = "IDENTITY", keras = "linear", pytorch = "Identity")
    record Identity() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.identity();
        }
    }

    /** The logistic function, the tutorial's {@code nonlin}: from 0 to 1. */
    @Word(
            formula = "a = 1 / (1 + exp(-z))",
            dl4j = "SIGMOID",
            keras = {"sigmoid", "logistic"},
            pytorch = "Sigmoid")
    record Sigmoid() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sigmoid();
        }
    }

    /** The hyperbolic tangent: from −1 to 1. */
    @Word(formula = "a = tanh(z)", dl4j = "TANH", keras = "tanh", pytorch = "Tanh")
    record Tanh() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.tanh();
        }
    }
}
