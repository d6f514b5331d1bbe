package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Loss.MeanSquaredError;
import dev.plumbline.spec.Loss.SquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import java.util.Arrays;

/** Networks whose numbers are hard to compare: they saturate, vanish, cancel or coincide. */
enum HardNetworks {
    /** Sums of a million, nearly all activations at their limits. */
    SATURATED {
        @Override
        Experiment make(Precision precision) {
            Matrix inputs = normal(11, 5).zip(normal(11, 5), (a, b) -> a * Math.pow(10, 6 * Math.abs(Math.sin(b * 9))));
            Shape shape = new Shape(new Sigmoid(), new Initializer.Uniform(-50, 50), 5, 7, 6, 3);
            return shape.experiment(precision, 0.5, 60, 4, inputs, unit(11, 3));
        }
    },
    /** The same with tanh, whose slope is then zero. */
    SATURATED_TANH {
        @Override
        Experiment make(Precision precision) {
            Shape shape = new Shape(new Tanh(), new Initializer.Uniform(-50, 50), 5, 7, 6, 3);
            return shape.experiment(precision, 0.01, 60, 4, normal(11, 5).times(1e6), unit(11, 3));
        }
    },
    /** Pre-activations of about 1, the sum of terms of a hundred thousand that cancel. */
    CANCELLING {
        @Override
        Experiment make(Precision precision) {
            double[][] rows = normal(9, 4).toArray();
            for (double[] row : rows) {
                row[0] = 1e5 * row[2];
                row[1] = row[0] + row[3];
            }
            Shape shape = new Shape(new Sigmoid(), new Initializer.Constant(0.5), 4, 3, 2);
            double[] alternating = {1, -1, 1, -1};
            for (double[] row : rows) {
                for (int j = 0; j < 4; j++) {
                    row[j] *= alternating[j];
                }
            }
            return shape.experiment(precision, 1e-12, 40, 9, Matrix.of(rows), unit(9, 2));
        }
    },
    ZERO_ROWS {
        @Override
        Experiment make(Precision precision) {
            return small(new Sigmoid()).experiment(precision, 0.7, 200, 5, Matrix.zeros(5, 3), unit(5, 2));
        }
    },
    IDENTICAL_ROWS {
        @Override
        Experiment make(Precision precision) {
            return small(new Tanh())
                    .experiment(precision, 0.01, 200, 7, Matrix.full(7, 3, 0.1), Matrix.full(7, 2, 0.3));
        }
    },
    /** A long sum of one repeated number, whose rounding errors all have the same sign. */
    TEN_THOUSAND_IDENTICAL_ROWS {
        @Override
        Experiment make(Precision precision) {
            return small(new Sigmoid())
                    .experiment(precision, 1e-5, 20, 10_000, Matrix.full(10_000, 3, 0.1), Matrix.full(10_000, 2, 0.3));
        }
    },
    /** All units of a layer stay equal. */
    ZERO_WEIGHTS {
        @Override
        Experiment make(Precision precision) {
            return new Shape(new Sigmoid(), new Initializer.Zeros(), 3, 4, 4, 2)
                    .experiment(precision, 0.9, 200, 6, normal(6, 3), unit(6, 2));
        }
    },
    /** With tanh and no weights, everything stays zero but the last bias. */
    ZERO_WEIGHTS_TANH {
        @Override
        Experiment make(Precision precision) {
            return new Shape(new Tanh(), new Initializer.Zeros(), 3, 4, 4, 2)
                    .experiment(precision, 0.1, 200, 6, normal(6, 3), unit(6, 2));
        }
    },
    /** The outputs are right from the start, to about the last digit. */
    NOTHING_TO_LEARN {
        @Override
        Experiment make(Precision precision) {
            Matrix inputs = normal(7, 3);
            Experiment guess = small(new Sigmoid()).experiment(precision, 0.5, 30, 3, inputs, Matrix.zeros(7, 2));
            try (Run run = new ReferenceEngine().start(guess)) {
                Matrix outputs = run.evaluate(guess.inputs(), guess.targets()).outputs();
                return small(new Sigmoid()).experiment(precision, 0.5, 30, 3, inputs, outputs);
            }
        }
    },
    /** A linear network that learns its targets exactly, so that every error becomes a rounding error. */
    LEARNT_TO_THE_LAST_DIGIT {
        @Override
        Experiment make(Precision precision) {
            Matrix inputs = normal(7, 3);
            Matrix targets = inputs.dot(normal(3, 2));
            return new Shape(new Identity(), new Initializer.GlorotUniform(), 3, 2)
                    .experiment(precision, 0.05, 1000, 7, inputs, targets);
        }
    },
    TEN_SIGMOID_LAYERS {
        @Override
        Experiment make(Precision precision) {
            return new Shape(new Sigmoid(), new Initializer.Uniform(-1, 1), 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 2)
                    .experiment(precision, 2, 100, 4, normal(10, 4), unit(10, 2));
        }
    },
    /** Deltas at the bottom of 1e-60 and less. */
    TEN_LAYERS_OF_TINY_WEIGHTS {
        @Override
        Experiment make(Precision precision) {
            return new Shape(new Sigmoid(), new Initializer.Uniform(-1e-6, 1e-6), 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 2)
                    .experiment(precision, 0.1, 50, 4, normal(10, 4), unit(10, 2));
        }
    },
    TINY_LEARNING_RATE {
        @Override
        Experiment make(Precision precision) {
            return small(new Sigmoid()).experiment(precision, 1e-14, 100, 3, normal(7, 3), unit(7, 2));
        }
    },
    WIDTHS_OF_ONE {
        @Override
        Experiment make(Precision precision) {
            return new Shape(new Tanh(), new Initializer.Uniform(-1, 1), 1, 1, 1, 1)
                    .experiment(precision, 0.3, 300, 1, normal(1, 1), unit(1, 1));
        }
    },
    /** A learning rate with which the weights oscillate for ever. */
    CHAOTIC {
        @Override
        Experiment make(Precision precision) {
            return Experiment.of(Network.define(
                    "chaotic",
                    net -> net.inputs(3)
                            .dense(6, new Tanh())
                            .dense(6, new Tanh())
                            .dense(2, new Tanh())
                            .init(new Initializer.Uniform(-2, 2))
                            .seed(0)
                            .precision(precision)
                            .loss(new HalfSquaredError(), Reduction.MEAN)
                            .training(new Sgd(5), training -> training.epochs(300))
                            .data(
                                    RandomNetworks.normal(new NumpyRandom(0), 9, 3)
                                            .toArray(),
                                    RandomNetworks.normal(new NumpyRandom(50), 9, 2)
                                            .tanh()
                                            .times(0.5)
                                            .toArray())));
        }
    },
    /** A linear network whose learning rate makes the weights diverge, though not within its steps. */
    EXPLODING {
        @Override
        Experiment make(Precision precision) {
            return new Shape(new Identity(), new Initializer.Uniform(-2, 2), 3, 6, 2)
                    .experiment(precision, 0.9, precision == Precision.F64 ? 4 : 3, 9, normal(9, 3), unit(9, 2));
        }
    },
    DIGITS {
        @Override
        Experiment make(Precision precision) {
            Matrix inputs = unit(256, 784);
            return new Shape(new Sigmoid(), new Initializer.GlorotUniform(), 784, 256, 128, 10)
                    .experiment(precision, 0.01, 2, 128, inputs, unit(256, 10));
        }
    };

    abstract Experiment make(Precision precision);

    private static Shape small(Activation activation) {
        return new Shape(activation, new Initializer.Uniform(-1, 1), 3, 4, 2);
    }

    private static Matrix normal(int rows, int columns) {
        return RandomNetworks.normal(new NumpyRandom(100L * rows + columns), rows, columns);
    }

    private static Matrix unit(int rows, int columns) {
        return Matrix.wrap(rows, columns, new NumpyRandom(columns).random(rows * columns));
    }

    private record Shape(Activation activation, Initializer init, int... widths) {
        Experiment experiment(Precision precision, double rate, int epochs, int batch, Matrix inputs, Matrix targets) {
            Loss loss = switch (widths.length % 3) {
                case 0 -> new HalfSquaredError();
                case 1 -> new SquaredError();
                default -> new MeanSquaredError();
            };
            return Experiment.of(Network.define("hard", net -> {
                net.inputs(widths[0]);
                Arrays.stream(widths).skip(1).forEach(width -> net.dense(width, activation));
                net.init(init)
                        .precision(precision)
                        .loss(loss, widths.length % 2 == 0 ? Reduction.SUM : Reduction.MEAN)
                        .training(
                                new Sgd(rate),
                                training -> training.epochs(epochs).batchSize(batch))
                        .data(inputs.toArray(), targets.toArray());
            }));
        }
    }
}
