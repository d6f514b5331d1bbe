package dev.plumbline.selftest;

import dev.plumbline.diagnose.Diagnoser;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Injects known mistakes into hand-written networks, and diagnoses them. */
public final class DiagnosisBenchmark implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The number of attempts to find a network for a pair; not all mistakes can be combined. */
    private static final int TRIES_OF_A_PAIR = 40;

    /** The relative change from which a mutation counts as visible. */
    private static final double VISIBLE = 1e-8;

    private final long seed;

    /** A self-test with random networks from this seed. */
    public DiagnosisBenchmark(long seed) {
        this.seed = seed;
    }

    /** The result of a diagnosis. */
    public enum Verdict {
        /** Only the injected mistake was named. */
        NAMED,
        /** It was named as one of several mistakes that the recorded tensors do not distinguish. */
        AMONG,
        /** Nothing was found, and a correct network records the same. */
        NO_TRACE,
        /** A difference was found, but no known mistake explains it. */
        UNEXPLAINED,
        /** Another mistake was named. */
        CONFUSED,
        /** Nothing was found, although a correct network records something else. */
        MISSED
    }

    /**
     * One diagnosis.
     *
     * @param injected the label of the injected mistakes
     * @param verdict the verdict
     * @param diagnosed the label of the named mistakes
     */
    public record Outcome(String injected, Verdict verdict, String diagnosed) implements Serializable {
        private Outcome withLabel(String label) {
            return new Outcome(label, verdict, diagnosed);
        }
    }

    /** Injects mistakes into the network with this number, and diagnoses it. */
    public Outcome inject(Set<InjectedFault> faults, TraceLevel level, int number) {
        Experiment experiment = new RandomTestNetworks(seedOf(hashOf(faults), number)).draw(faults);
        return diagnosed(faults, new FaultyNetwork(faults, CodingStyle.plain(level)), experiment);
    }

    /** Injects a mistake into the network with this number, which is written in these conventions. */
    Outcome inject(InjectedFault fault, Set<CodingConvention> conventions, TraceLevel level, int number) {
        Set<InjectedFault> faults = Set.of(fault);
        Experiment experiment = new RandomTestNetworks(seedOf(hashOf(faults), number)).draw(faults);
        return diagnosed(faults, new FaultyNetwork(faults, new CodingStyle(conventions, level, Set.of())), experiment);
    }

    /** Diagnoses a correct network with this convention and random others for this number. */
    public Outcome right(CodingConvention convention, TraceLevel level, int number) {
        CorrectNetwork right =
                CorrectNetwork.draw(seedOf(convention.name().hashCode() + level.ordinal(), number), convention, level);
        return diagnosed(Set.of(), right.network(), right.experiment()).withLabel(right.label());
    }

    /** Diagnoses the correct network with this number, which is written in these conventions. */
    Outcome right(Set<CodingConvention> conventions, TraceLevel level, int number) {
        FaultyNetwork network = new FaultyNetwork(Set.of(), new CodingStyle(conventions, level, Set.of()));
        Experiment experiment = new RandomTestNetworks(seedOf(conventions.size(), number)).drawRight(network);
        return diagnosed(Set.of(), network, experiment);
    }

    /** Injects two random mistakes for this number into a network that records everything. */
    public Outcome pair(int number) {
        NumpyRandom random = new NumpyRandom(seedOf("pair".hashCode(), number));
        InjectedFault[] all = InjectedFault.values();
        while (true) {
            InjectedFault one = all[(int) (random.random() * all.length)];
            InjectedFault other = all[(int) (random.random() * all.length)];
            Set<InjectedFault> both = EnumSet.of(one, other);
            Optional<Experiment> experiment = one.mistake() == other.mistake()
                    ? Optional.empty()
                    : new RandomTestNetworks(seedOf(hashOf(both), number)).find(both, TRIES_OF_A_PAIR);
            if (experiment.isPresent()) {
                return diagnosed(
                        both, new FaultyNetwork(both, CodingStyle.plain(TraceLevel.EVERYTHING)), experiment.get());
            }
        }
    }

    /**
     * Diagnoses a network with a mistake that is not in the catalogue. It counts as named if the right tensor of the
     * first step is found, and no known mistake is named.
     */
    public Outcome mutated(int number) {
        long of = seedOf("mutated".hashCode(), number);
        Experiment experiment = new RandomTestNetworks(of).draw(Set.of());
        int layers = experiment.spec().layers().size();
        Mutation mutation = Mutation.draw(new NumpyRandom(of), layers);
        CodingStyle style = CodingStyle.plain(TraceLevel.EVERYTHING);
        FaultyNetwork network = new FaultyNetwork(Set.of(), style, mutation);
        if (!RandomTestNetworks.differ(network, new FaultyNetwork(Set.of(), style), experiment, VISIBLE)) {
            return new Outcome(mutation.label(), Verdict.NO_TRACE, "nothing");
        }
        Diagnosis diagnosis = new Diagnoser(experiment).diagnose(network);
        List<Finding> findings = diagnosis.findings();
        boolean isThere = !findings.isEmpty()
                && findings.get(0).first().quantity() == mutation.quantity()
                && findings.get(0).first().layer() == mutation.layer();
        Verdict verdict = findings.isEmpty()
                ? Verdict.MISSED
                : findings.stream().anyMatch(DiagnosisBenchmark::namesKnownMistake)
                        ? Verdict.CONFUSED
                        : isThere ? Verdict.NAMED : Verdict.UNEXPLAINED;
        return new Outcome(mutation.label(), verdict, label(findings));
    }

    /** Whether a known mistake is named; an unexplained constant factor is none. */
    private static boolean namesKnownMistake(Finding finding) {
        return finding.isNamed() && finding.explanations().get(0).mistake() != Mistake.SCALED;
    }

    private static long hashOf(Set<InjectedFault> faults) {
        return faults.stream().map(InjectedFault::name).sorted().toList().hashCode();
    }

    private long seedOf(long of, int number) {
        return Math.floorMod(seed * 1_000_003 + of * 31 + number, 4_294_967_296L);
    }

    private static Outcome diagnosed(Set<InjectedFault> faults, FaultyNetwork network, Experiment experiment) {
        Diagnosis diagnosis = new Diagnoser(experiment).diagnose(network);
        Set<Mistake> expected = EnumSet.noneOf(Mistake.class);
        faults.forEach(fault -> expected.add(fault.mistake()));
        Set<Mistake> named = EnumSet.noneOf(Mistake.class);
        Set<Mistake> among = EnumSet.noneOf(Mistake.class);
        boolean unexplained = false;
        boolean confused = false;
        List<Finding> findings = new ArrayList<>(diagnosis.findings());
        if (!faults.isEmpty()) { // a correct network may record a tensor under a wrong name
            findings.addAll(diagnosis.misnamed());
        }
        if (network.style().recordsAnotherLoss()) {
            findings.removeIf(finding -> finding.first().quantity() == Quantity.LOSS);
        }
        for (Finding finding : findings) {
            List<Mistake> mistakes =
                    finding.explanations().stream().map(Explanation::mistake).toList();
            unexplained |= mistakes.isEmpty();
            if (mistakes.size() == 1) {
                named.addAll(mistakes);
                confused |= !expected.contains(mistakes.get(0));
            } else if (!mistakes.isEmpty()) {
                among.addAll(mistakes);
                confused |= mistakes.stream().noneMatch(expected::contains);
            }
        }
        Verdict verdict = verdict(findings, expected, named, among, unexplained, confused);
        if (verdict == Verdict.MISSED && !RandomTestNetworks.differ(network, network.without(faults), experiment, 0)) {
            verdict = Verdict.NO_TRACE;
        }
        return new Outcome(label(faults), verdict, label(findings));
    }

    private static Verdict verdict(
            List<Finding> findings,
            Set<Mistake> expected,
            Set<Mistake> named,
            Set<Mistake> among,
            boolean unexplained,
            boolean confused) {
        if (findings.isEmpty()) {
            return expected.isEmpty() ? Verdict.NAMED : Verdict.MISSED;
        }
        if (confused) {
            return Verdict.CONFUSED;
        }
        if (!unexplained && named.containsAll(expected)) {
            return Verdict.NAMED;
        }
        Set<Mistake> all = EnumSet.copyOf(named.isEmpty() ? EnumSet.noneOf(Mistake.class) : named);
        all.addAll(among);
        return !unexplained && all.containsAll(expected) ? Verdict.AMONG : Verdict.UNEXPLAINED;
    }

    private static String label(Set<InjectedFault> faults) {
        return faults.stream().sorted().map(InjectedFault::label).collect(Collectors.joining(" + "));
    }

    private static String label(List<Finding> findings) {
        Set<String> labels = new TreeSet<>();
        for (Finding finding : findings) {
            List<String> of = new ArrayList<>();
            finding.explanations().forEach(each -> of.add(each.mistake().label()));
            labels.add(of.isEmpty() ? "unexplained" : String.join(" or ", of));
        }
        return labels.isEmpty() ? "nothing" : String.join(" + ", labels);
    }
}
