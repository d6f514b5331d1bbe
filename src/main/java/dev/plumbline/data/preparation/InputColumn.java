package dev.plumbline.data.preparation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How one raw column becomes inputs of the network, as learned from the training part. */
public sealed interface InputColumn {

    /** The column's name; for data without names, its position counted from 1. */
    String name();

    /** The names of the inputs that the column becomes, in their order. */
    List<String> inputs();

    /** The number of inputs that the column becomes. */
    default int width() {
        return inputs().size();
    }

    /**
     * A column of numbers: the input is (x − subtract) / divide.
     *
     * @param subtract 0 if the column is not scaled
     * @param divide 1 if the column is not scaled; never 0
     * @param fill the replacement of a missing value, before the scaling; empty if a missing value is an error
     */
    record Number(String name, double subtract, double divide, Optional<Double> fill) implements InputColumn {
        /** @throws IllegalArgumentException if a number is not finite or {@code divide} is 0 */
        public Number {
            boolean isFinite = Double.isFinite(subtract)
                    && Double.isFinite(divide)
                    && fill.map(Double::isFinite).orElse(true);
            if (!isFinite || divide == 0) {
                throw new IllegalArgumentException("cannot prepare `" + name + "` by (x - " + subtract + ") / " + divide
                        + ", missing values by " + fill);
            }
        }

        /** A column whose values are used unchanged. */
        public Number(String name) {
            this(name, 0, 1, Optional.empty());
        }

        @Override
        public List<String> inputs() {
            return List.of(name);
        }

        /** The input of a raw value. */
        double prepared(double value) {
            return (value - subtract) / divide;
        }
    }

    /**
     * A column of texts, with one input per category: 1 if the value is the category, otherwise 0.
     *
     * @param categories the distinct categories in the order of their inputs
     * @param zeroIfMissing whether all inputs of a missing value are 0; otherwise a missing value is an error
     */
    record Category(String name, List<String> categories, boolean zeroIfMissing) implements InputColumn {
        /** @throws IllegalArgumentException if there is no category, or a duplicate */
        public Category {
            categories = List.copyOf(categories);
            if (categories.isEmpty() || categories.stream().distinct().count() < categories.size()) {
                throw new IllegalArgumentException("cannot prepare `" + name + "` with the categories " + categories);
            }
        }

        @Override
        public List<String> inputs() {
            List<String> inputs = new ArrayList<>();
            categories.forEach(category -> inputs.add(name + "=" + category));
            return inputs;
        }
    }
}
