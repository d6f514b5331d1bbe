package dev.plumbline.spark;

import dev.plumbline.metrics.AreaUnderCurve;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** The area under the curve of outputs that are on several machines, by the ranks of all of them. */
final class RankSums {
    private static final int SAMPLE = 100; // outputs of a partition
    private static final int TOGETHER = 1 << 20; // outputs that are sorted together

    private RankSums() {}

    /** The outputs of examples that belong to a class, and those of all others. */
    record Scored(double[] inside, double[] outside) implements Serializable {}

    /** What an interval of outputs gives: twice the sum of the ranks within it, and the numbers of outputs. */
    private record OfInterval(int interval, long ranks, long inside, long outside) implements Serializable {}

    /** The area, exactly as {@link AreaUnderCurve} computes it with all outputs in memory. */
    static double area(Session session, JavaRDD<Scored> scored, int count) {
        boolean hasNaN = session.await(scored.map(
                                each -> DoubleStream.concat(Arrays.stream(each.inside()), Arrays.stream(each.outside()))
                                        .anyMatch(Double::isNaN))
                        .collectAsync())
                .contains(true);
        if (hasNaN) {
            return Double.NaN;
        }
        double[] bounds = bounds(session, scored, count);
        List<OfInterval> intervals = new ArrayList<>(session.await(scored.flatMapToPair(each -> divided(each, bounds))
                .partitionBy(new HashPartitioner(bounds.length + 1))
                .mapPartitions(RankSums::ranked)
                .collectAsync()));
        intervals.sort((a, b) -> Integer.compare(a.interval(), b.interval()));
        double ranks = 0;
        long before = 0;
        long inside = 0;
        for (OfInterval each : intervals) {
            ranks += each.ranks() / 2.0 + (double) each.inside() * before;
            before += each.inside() + each.outside();
            inside += each.inside();
        }
        return AreaUnderCurve.of(ranks, inside, before - inside);
    }

    /** Outputs that divide all into intervals of about the same size; only some hundred outputs come here. */
    private static double[] bounds(Session session, JavaRDD<Scored> scored, int count) {
        int intervals = count / TOGETHER;
        double[] sample = session
                .await(scored.map(
                                each -> DoubleStream.concat(Arrays.stream(each.inside()), Arrays.stream(each.outside()))
                                        .limit(SAMPLE)
                                        .toArray())
                        .collectAsync())
                .stream()
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
        double[] bounds = new double[intervals];
        for (int i = 0; i < intervals; i++) {
            bounds[i] = sample[(int) ((long) (i + 1) * sample.length / (intervals + 1))];
        }
        return Arrays.stream(bounds).distinct().toArray();
    }

    private static Iterator<Tuple2<Integer, Scored>> divided(Scored scored, double[] bounds) {
        double[] inside = sorted(scored.inside());
        double[] outside = sorted(scored.outside());
        List<Tuple2<Integer, Scored>> all = new ArrayList<>();
        int in = 0;
        int out = 0;
        for (int interval = 0; interval <= bounds.length; interval++) {
            double end = interval < bounds.length ? bounds[interval] : Double.POSITIVE_INFINITY;
            boolean isLast = interval == bounds.length;
            int inEnd = isLast ? inside.length : from(inside, in, end);
            int outEnd = isLast ? outside.length : from(outside, out, end);
            all.add(new Tuple2<>(
                    interval,
                    new Scored(Arrays.copyOfRange(inside, in, inEnd), Arrays.copyOfRange(outside, out, outEnd))));
            in = inEnd;
            out = outEnd;
        }
        return all.iterator();
    }

    /** The first index from {@code at} on whose value is at least the bound. */
    private static int from(double[] sorted, int at, double bound) {
        int index = at;
        while (index < sorted.length && sorted[index] < bound) {
            index++;
        }
        return index;
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static Iterator<OfInterval> ranked(Iterator<Tuple2<Integer, Scored>> parts) {
        List<double[]> inside = new ArrayList<>();
        List<double[]> outside = new ArrayList<>();
        int interval = -1;
        while (parts.hasNext()) {
            Tuple2<Integer, Scored> each = parts.next();
            interval = each._1();
            inside.add(each._2().inside());
            outside.add(each._2().outside());
        }
        return interval < 0
                ? List.<OfInterval>of().iterator()
                : List.of(ranked(interval, joined(inside), joined(outside))).iterator();
    }

    private static double[] joined(List<double[]> all) {
        return all.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    }

    /** Walks through both in their common order. Equal outputs share their mean rank. */
    private static OfInterval ranked(int interval, double[] inside, double[] outside) {
        long ranks = 0;
        int in = 0;
        int out = 0;
        while (in < inside.length) {
            double value = inside[in];
            while (out < outside.length && outside[out] < value) {
                out++;
            }
            long from = (long) in + out;
            int members = 0;
            for (; in < inside.length && inside[in] == value; in++) {
                members++;
            }
            for (; out < outside.length && outside[out] == value; out++) {
                // of the same rank
            }
            ranks += members * (from + 1 + in + out);
        }
        return new OfInterval(interval, ranks, inside.length, outside.length);
    }
}
