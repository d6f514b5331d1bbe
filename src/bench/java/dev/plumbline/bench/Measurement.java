package dev.plumbline.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of a workload: in each round, one after the other, the time of a step of every contender.
 *
 * @param workload of which
 * @param microseconds of each contender, round by round
 */
record Measurement(Workload workload, Map<String, List<Double>> microseconds) {

    static Measurement begin(Workload workload) {
        return new Measurement(workload, new LinkedHashMap<>());
    }

    void add(String contender, double time) {
        microseconds.computeIfAbsent(contender, name -> new ArrayList<>()).add(time);
    }

    /** The median over the rounds. */
    double median(String contender) {
        return median(of(contender).stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The median over the rounds of one's time by another's in the same round: what the machine did besides falls out. */
    double ratio(String contender, String baseline) {
        List<Double> above = of(contender);
        List<Double> below = of(baseline);
        if (below.isEmpty()) {
            return Double.NaN;
        }
        double[] ratios = new double[Math.min(above.size(), below.size())];
        Arrays.setAll(ratios, round -> above.get(round) / below.get(round));
        return median(ratios);
    }

    private List<Double> of(String contender) {
        return microseconds.getOrDefault(contender, List.of());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
