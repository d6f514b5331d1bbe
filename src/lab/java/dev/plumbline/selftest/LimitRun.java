package dev.plumbline.selftest;

import dev.plumbline.cluster.LocalWorkers;
import dev.plumbline.cluster.Workers;
import dev.plumbline.compare.rounding.RoundingBounds;
import dev.plumbline.math.Matrix;
import dev.plumbline.selftest.Measurement.Where;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.DoublePredicate;
import java.util.function.LongConsumer;

/**
 * Measures the limits of detection: errors of decreasing size are injected into the records of an engine and into the
 * computation of hand-written networks, until they are missed. Each error is checked by a whole check, as a user would
 * run it.
 */
public final class LimitRun {
    private static final List<ErrorShape> ALL = List.of(ErrorShape.values()).subList(0, ErrorShape.SIGN.ordinal() + 1);
    private static final List<ErrorShape> SIZES = ALL.subList(0, ErrorShape.SIGN.ordinal());
    private static final List<ErrorShape> FEW = List.of(ErrorShape.SMALLEST, ErrorShape.TENSOR, ErrorShape.SIGN);

    private static final Optimizer SGD = LimitNetwork.OPTIMIZERS.get(0);
    private static final int SMALL = 3;
    private static final int MEDIUM = 32;
    private static final int LARGE = 784;

    private static final int LATE = 200;

    /** For optimizers with state, for which a late step needs a check of the whole training. */
    private static final int LATE_WITH_STATE = 20;

    private static final int LONG = 1000;
    private static final int CODE_STEPS = 5;

    /** For each network of an engine's record so many hand-written ones: their limits differ more, and they are small. */
    private static final int CODE_NETWORKS = 8;

    private static final int LAST_POWER = 16;

    private final PerturbableEngine reference;
    private final Engine engine;
    private final Extent extent;
    private final int networks;
    private final long seed;
    private final List<Callable<List<Measurement>>> tasks = new ArrayList<>();

    /** The extent of the measurement. */
    public enum Extent {
        /** A sample: networks of width 3, half of the shapes, every third power of ten, and code in 64 bits. */
        QUICK,
        /** Everything on the page. */
        FULL
    }

    /**
     * Plans a run.
     *
     * @param reference the reference, assumed to be correct
     * @param engine the engine into whose records errors are injected
     * @param networks the number of networks of each width; of hand-written ones {@value #CODE_NETWORKS} times as many
     * @param seed the seed of the first network
     */
    public LimitRun(PerturbableEngine reference, Engine engine, Extent extent, int networks, long seed) {
        this.reference = reference;
        this.engine = engine;
        this.extent = extent;
        this.networks = networks;
        this.seed = seed;
        for (Precision precision : Precision.values()) {
            plan(precision);
        }
    }

    /** The number of trainings with injected errors. */
    public long size() {
        return tasks.size();
    }

    private void plan(Precision precision) {
        boolean full = extent == Extent.FULL;
        List<ErrorShape> shapes = full ? ALL : FEW;
        everyStep(precision, SMALL);
        boolean ofCode = full || precision == Precision.F64;
        if (ofCode) {
            smallInputs(precision);
        }
        for (int i = 0; i < networks; i++) {
            if (full) {
                firstStep(precision, 1, shapes, i);
                tasks.add(lateStep(precision, 1, shapes, i));
            }
            firstStep(precision, SMALL, shapes, i);
            lastStep(new LimitNetwork(precision, SMALL, SGD, full ? LATE : LATE_WITH_STATE, seed + i), shapes);
            if (full) {
                firstStep(precision, MEDIUM, shapes, i);
                tasks.add(lateStep(precision, MEDIUM, shapes, i));
            }
        }
        if (full) {
            everyStep(precision, MEDIUM);
            firstStep(precision, LARGE, FEW, 0);
            tasks.add(lateStep(precision, LARGE, FEW, 0));
        }
        for (Optimizer optimizer : LimitNetwork.OPTIMIZERS) {
            if (!optimizer.equals(SGD) && (full || optimizer instanceof Optimizer.Adam)) {
                lastUpdate(new LimitNetwork(precision, SMALL, optimizer, 1, seed), FEW);
                lastUpdate(new LimitNetwork(precision, SMALL, optimizer, LATE_WITH_STATE, seed), FEW);
            }
        }
        if (ofCode) {
            code(precision, TraceLevel.EVERYTHING, full ? SIZES : List.of(ErrorShape.SMALLEST), 0);
        }
        if (full) {
            for (int i = 1; i < CODE_NETWORKS * networks; i++) {
                code(precision, TraceLevel.EVERYTHING, FEW.subList(0, 2), i);
            }
            for (int i = 0; i < CODE_NETWORKS * networks; i++) {
                code(precision, TraceLevel.WEIGHTS, FEW.subList(0, 2), i);
            }
        }
    }

    private void firstStep(Precision precision, int width, List<ErrorShape> shapes, int number) {
        lastStep(new LimitNetwork(precision, width, SGD, 1, seed + number), shapes);
    }

    private void lastStep(LimitNetwork network, List<ErrorShape> shapes) {
        tasks.add(() -> new RecordLimits(reference, engine, network).ofLastStep(key -> true, shapes));
    }

    private Callable<List<Measurement>> lateStep(Precision precision, int width, List<ErrorShape> shapes, int number) {
        LimitNetwork network = new LimitNetwork(precision, width, SGD, LATE, seed + number);
        return () -> RecordLimits.ofLastStepAlone(reference, engine, network).ofLastStep(key -> true, shapes);
    }

    private void lastUpdate(LimitNetwork network, List<ErrorShape> shapes) {
        tasks.add(() -> new RecordLimits(reference, engine, network).ofLastStep(LimitRun::isOfUpdate, shapes));
    }

    /** Whether the optimizer computes a tensor. */
    private static boolean isOfUpdate(Key key) {
        return key.quantity().isOfState()
                || key.quantity() == Quantity.WEIGHT_UPDATE
                || key.quantity() == Quantity.BIAS_UPDATE;
    }

    private void everyStep(Precision precision, int width) {
        LimitNetwork network = new LimitNetwork(precision, width, SGD, LONG, seed);
        tasks.add(() -> {
            RecordLimits limits = new RecordLimits(reference, engine, network);
            return extent == Extent.FULL
                    ? List.of(limits.ofEveryStep(1), limits.ofEveryStep(2))
                    : List.of(limits.ofEveryStep(1));
        });
    }

    private void code(Precision precision, TraceLevel level, List<ErrorShape> shapes, int number) {
        LimitNetwork network = new LimitNetwork(precision, SMALL, SGD, CODE_STEPS, seed + number);
        tasks.add(() -> new CodeLimits(network, network.experiment(), level).ofSizes(reference, shapes));
    }

    /** Signs of rows for small inputs, and omitted small inputs, in the first step. */
    private void smallInputs(Precision precision) {
        LimitNetwork one = new LimitNetwork(precision, SMALL, SGD, 1, seed);
        LimitNetwork several = new LimitNetwork(precision, SMALL, SGD, CODE_STEPS, seed);
        tasks.add(() -> List.of(powers(
                Where.RECORD,
                one,
                ErrorShape.SIGN_OF_ROW,
                Double.NaN,
                size -> new RecordLimits(reference, engine, one, one.experiment(size)).findsSignOfRow())));
        tasks.add(() -> List.of(
                powers(
                        Where.CODE,
                        several,
                        ErrorShape.SIGN_OF_ROW,
                        Double.NaN,
                        size -> code(several, size, TraceLevel.EVERYTHING).findsSignOfRow()),
                powers(
                        Where.CODE,
                        several,
                        ErrorShape.FORGOTTEN_INPUT,
                        Double.NaN,
                        size -> code(several, size, TraceLevel.EVERYTHING).findsForgottenInput()),
                powers(
                        Where.CODE_OF_WEIGHTS,
                        several,
                        ErrorShape.FORGOTTEN_INPUT,
                        roundedAway(several.experiment()),
                        size -> code(several, size, TraceLevel.WEIGHTS).findsForgottenInput())));
    }

    /** The size of the first input at which its weights change by no more than their bounds in the first step. */
    private double roundedAway(Experiment experiment) {
        try (PerturbableRun run = reference.start(experiment)) {
            Batch batch = experiment.batches().iterator().next();
            RoundingBounds bounds = RoundingBounds.of(reference, experiment, run.state(), batch);
            Matrix update = run.step(batch).get(Quantity.WEIGHT_UPDATE, 1).orElseThrow();
            return bounds.of(Quantity.WEIGHTS, 1).div(update.abs()).take(0).min();
        }
    }

    private static CodeLimits code(LimitNetwork network, double size, TraceLevel level) {
        return new CodeLimits(network, network.experiment(size), level);
    }

    /** Tests inputs that are a power of ten as large as the others, in descending order. */
    private Measurement powers(
            Where where, LimitNetwork network, ErrorShape shape, double bound, DoublePredicate isFound) {
        double found = Double.POSITIVE_INFINITY;
        double passed = 0;
        for (int power = 0; power <= LAST_POWER; power += extent == Extent.FULL ? 1 : 3) {
            double size = Math.pow(10, -power);
            if (!isFound.test(size)) {
                passed = Math.max(passed, size);
            } else if (passed == 0) {
                found = size;
            }
        }
        Quantity quantity = shape == ErrorShape.SIGN_OF_ROW ? Quantity.WEIGHT_GRADIENT : Quantity.PRE_ACTIVATION;
        DetectionThreshold limit = new DetectionThreshold(found, passed);
        return network.measurement(where, new Key(0, quantity, 1), shape, limit, bound, Double.NaN);
    }

    /** Makes all measurements, on all processors; the listener receives the number of those that are done. */
    public DetectionLimits run(LongConsumer listener) {
        long start = System.nanoTime();
        List<Workers.Task<ArrayList<Measurement>>> each = new ArrayList<>();
        tasks.forEach(task -> each.add(() -> new ArrayList<>(task.call())));
        try (Workers workers = new LocalWorkers()) {
            List<Measurement> measurements =
                    workers.all(each, listener).stream().flatMap(List::stream).toList();
            return new DetectionLimits(extent, networks, seed, measurements, (System.nanoTime() - start) / 1e9);
        }
    }
}
