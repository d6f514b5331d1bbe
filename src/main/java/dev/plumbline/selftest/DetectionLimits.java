package dev.plumbline.selftest;

import dev.plumbline.selftest.ConfusionMatrix.Requirement;
import dev.plumbline.selftest.LimitRun.Extent;
import dev.plumbline.selftest.Measurement.Where;
import dev.plumbline.spec.Precision;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The limits of detection that were measured.
 *
 * @param extent how much was measured
 * @param networks how many were drawn of each width
 * @param seed of the first
 * @param measurements in the order in which they were planned
 * @param seconds how long it took
 */
public record DetectionLimits(Extent extent, int networks, long seed, List<Measurement> measurements, double seconds) {
    private static final double BOUNDS = 4;

    public DetectionLimits {
        measurements = List.copyOf(measurements);
    }

    /**
     * The limit over several measurements.
     *
     * @param measurements what it is the limit of; at least one
     */
    public record Limit(List<Measurement> measurements) {
        public Limit {
            measurements = List.copyOf(measurements);
        }

        /** The smallest size that was found everywhere. */
        public double found() {
            return measurements.stream().mapToDouble(Measurement::found).max().orElseThrow();
        }

        /** The largest size that passed anywhere; 0 if none did. */
        public double passed() {
            return measurements.stream().mapToDouble(Measurement::passed).max().orElseThrow();
        }

        /**
         * The smallest size that was found everywhere, in bounds of the elements; NaN where sizes are not of elements. Each
         * element has one size for its sign, so of signs it is the smallest that was found and is larger than all that passed.
         */
        public double foundBounds() {
            if (worst().shape() == ErrorShape.SIGN) {
                double passed = passed();
                return measurements.stream()
                        .mapToDouble(Measurement::found)
                        .filter(found -> found > passed)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY);
            }
            return inBounds(Measurement::foundBounds);
        }

        /** The largest size that passed anywhere, likewise. */
        public double passedBounds() {
            return inBounds(Measurement::passedBounds);
        }

        private double inBounds(Function<Measurement, Double> size) {
            DoubleStream sizes = measurements.stream().mapToDouble(size::apply);
            return sizes.filter(each -> !Double.isNaN(each)).max().orElse(Double.NaN);
        }

        /** Where the largest error passed; if any passed that is larger than rounding, the largest of those. */
        public Measurement worst() {
            return measurements.stream()
                    .max(Comparator.comparing((Measurement each) -> each.reason() == Measurement.Reason.MISSED)
                            .thenComparingDouble(Measurement::passed)
                            .thenComparingDouble(Measurement::found))
                    .orElseThrow();
        }
    }

    /** The limit of those that are chosen, by what they have in common, in the order in which they were measured. */
    public <K> Map<K, Limit> by(Predicate<Measurement> chosen, Function<Measurement, K> group) {
        Map<K, List<Measurement>> groups = measurements.stream()
                .filter(chosen)
                .collect(Collectors.groupingBy(group, LinkedHashMap::new, Collectors.toList()));
        Map<K, Limit> limits = new LinkedHashMap<>();
        groups.forEach((key, each) -> limits.put(key, new Limit(each)));
        return limits;
    }

    /** What the check is held to. */
    public List<Requirement> requirements() {
        return List.of(
                new Requirement(
                        "one element of a recorded tensor that is 4 times its own bound off is found in its step",
                        holds(
                                each -> each.where() == Where.RECORD
                                        && each.shape().isElement(),
                                each -> each.foundBounds() <= BOUNDS)),
                new Requirement(
                        "the turned sign of a row of a weight gradient that is 1e-13 (f64) or 1e-5 (f32) of the"
                                + " others is found in the first step",
                        holds(
                                each -> each.shape() == ErrorShape.SIGN_OF_ROW,
                                each -> each.found() <= smallRow(each.precision()))),
                new Requirement(
                        "an input that a network written by hand forgets is found in the first step",
                        holds(
                                each -> each.shape() == ErrorShape.FORGOTTEN_INPUT && each.where() == Where.CODE,
                                each -> each.found() <= 1)),
                new Requirement(
                        "a factor of 1 + 5e-13 (f64) or 1 + 5e-6 (f32) on a whole weight gradient is found within 1,000"
                                + " steps",
                        holds(
                                each -> each.where() == Where.EVERY_STEP,
                                each -> each.found() <= smallFactor(each.precision()))));
    }

    private boolean holds(Predicate<Measurement> chosen, Predicate<Measurement> required) {
        return measurements.stream().anyMatch(chosen)
                && measurements.stream().filter(chosen).allMatch(required);
    }

    /** 10⁻ᵏ as it was tried, which may be a last digit off. */
    private static double smallRow(Precision precision) {
        return 1.01 * (precision == Precision.F64 ? 1e-13 : 1e-5);
    }

    private static double smallFactor(Precision precision) {
        return precision == Precision.F64 ? 5e-13 : 5e-6;
    }

    /** Whether all that is required is so. */
    public boolean isGood() {
        return requirements().stream().allMatch(Requirement::isMet);
    }
}
