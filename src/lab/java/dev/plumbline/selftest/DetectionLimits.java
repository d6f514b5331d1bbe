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
 * The measured limits of detection.
 *
 * @param extent the extent of the measurement
 * @param networks the number of networks of each width
 * @param seed the seed of the first network
 * @param measurements in the planned order
 * @param seconds the duration
 */
public record DetectionLimits(Extent extent, int networks, long seed, List<Measurement> measurements, double seconds) {
    private static final double BOUNDS = 4;

    /** The largest limit of the measured networks is exceeded by others; by this factor by hardly any. */
    public static final double MARGIN = 2;

    public DetectionLimits {
        measurements = List.copyOf(measurements);
    }

    /**
     * The limit over several measurements.
     *
     * @param measurements at least one
     */
    public record Limit(List<Measurement> measurements) {
        public Limit {
            measurements = List.copyOf(measurements);
        }

        /** The smallest size that was always found. */
        public double found() {
            return measurements.stream().mapToDouble(Measurement::found).max().orElseThrow();
        }

        /** The size that is published as always found: the largest limit of the measured networks times {@link #MARGIN}. */
        public double published() {
            return MARGIN * found();
        }

        /** The largest size that was missed anywhere; 0 if none was. */
        public double passed() {
            return measurements.stream().mapToDouble(Measurement::passed).max().orElseThrow();
        }

        /**
         * The smallest size that was always found, in units of the bound; NaN if sizes are not sizes of elements. For
         * signs, each element has one size, so the result is the smallest found size that is larger than all missed
         * ones.
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

        /** The largest size that was missed anywhere, in units of the bound. */
        public double passedBounds() {
            return inBounds(Measurement::passedBounds);
        }

        private double inBounds(Function<Measurement, Double> size) {
            DoubleStream sizes = measurements.stream().mapToDouble(size::apply);
            return sizes.filter(each -> !Double.isNaN(each)).max().orElse(Double.NaN);
        }

        /** The measurement with the largest missed error, preferably one that is larger than rounding. */
        public Measurement worst() {
            return measurements.stream()
                    .max(Comparator.comparing((Measurement each) -> each.reason() == Measurement.Reason.MISSED)
                            .thenComparingDouble(Measurement::passed)
                            .thenComparingDouble(Measurement::found))
                    .orElseThrow();
        }
    }

    /** The limits of the chosen measurements by group, in the order of measurement. */
    public <K> Map<K, Limit> by(Predicate<Measurement> chosen, Function<Measurement, K> group) {
        Map<K, List<Measurement>> groups = measurements.stream()
                .filter(chosen)
                .collect(Collectors.groupingBy(group, LinkedHashMap::new, Collectors.toList()));
        Map<K, Limit> limits = new LinkedHashMap<>();
        groups.forEach((key, each) -> limits.put(key, new Limit(each)));
        return limits;
    }

    /** The requirements on the check. */
    public List<Requirement> requirements() {
        return List.of(
                new Requirement(
                        "an error of 4 times its bound in one element of a recorded tensor is found in its step",
                        holds(
                                each -> each.where() == Where.RECORD
                                        && each.shape().isElement(),
                                each -> each.foundBounds() <= BOUNDS)),
                new Requirement(
                        "the reversed sign of a row of a weight gradient, 1e-13 (f64) or 1e-5 (f32) times as large"
                                + " as the others, is found in the first step",
                        holds(
                                each -> each.shape() == ErrorShape.SIGN_OF_ROW,
                                each -> each.found() <= smallRow(each.precision()))),
                new Requirement(
                        "an input that a hand-written network omits is found in the first step",
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

    /** 10⁻ᵏ as computed, which may differ in the last digit. */
    private static double smallRow(Precision precision) {
        return 1.01 * (precision == Precision.F64 ? 1e-13 : 1e-5);
    }

    private static double smallFactor(Precision precision) {
        return precision == Precision.F64 ? 5e-13 : 5e-6;
    }

    /** Whether all requirements are met. */
    public boolean isGood() {
        return requirements().stream().allMatch(Requirement::isMet);
    }
}
