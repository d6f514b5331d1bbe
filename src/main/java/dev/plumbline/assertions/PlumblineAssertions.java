package dev.plumbline.assertions;

import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.diagnose.ThreeWayResult;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.HandRolledSubject;
import dev.plumbline.report.DiagnosisText;
import dev.plumbline.report.DiagnosisText.Language;
import dev.plumbline.report.Style;
import dev.plumbline.report.ThreeWayText;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Assertions about networks written by hand.
 *
 * <pre>{@code
 * @Test
 * void myNetworkEqualsDl4j() {
 *     assertMatches(Path.of("configs/three-layer.yaml"), 100, MyNetwork::new);
 * }
 * }</pre>
 *
 * <p>Everything that the network shows, in every step, must be what the reference calculates, and so must be everything of
 * DL4J's. If it is not, or if nothing is shown, an {@link AssertionError} says what {@code plumbline check --against} says:
 * where the network first goes wrong, why, and the line that is right. A network that throws is a {@link
 * dev.plumbline.trace.SubjectFailedException}, a file that is wrong an {@link IllegalArgumentException} with each problem at
 * its place.
 */
public final class PlumblineAssertions {
    private PlumblineAssertions() {}

    /**
     * Asserts that a network is the one of a file.
     *
     * @param networks makes a new one, as it is trained more than once: {@code MyNetwork::new}
     */
    public static void assertMatches(Path file, Supplier<? extends HandRolledNetwork> networks) {
        assertMatches(NetworkFiles.experiment(file, Optional.empty()), networks);
    }

    /** The same over so many epochs in place of the file's. */
    public static void assertMatches(Path file, int epochs, Supplier<? extends HandRolledNetwork> networks) {
        assertMatches(NetworkFiles.experiment(file, Optional.of(epochs)), networks);
    }

    /** The same of a network that is described in code, with its examples. */
    public static void assertMatches(NetworkSpec expected, Supplier<? extends HandRolledNetwork> networks) {
        assertMatches(Experiment.of(expected), networks);
    }

    /** The same on examples and weights that are drawn or read already. */
    public static void assertMatches(Experiment expected, Supplier<? extends HandRolledNetwork> networks) {
        HandRolledSubject network = HandRolledSubject.of(networks.get().getClass(), networks);
        assertMatches(expected, network, network.isInKotlin() ? Language.KOTLIN : Language.JAVA);
    }

    /**
     * Asserts that a network of a command or a recording is the one of a file.
     *
     * @param network as {@link dev.plumbline.handrolled.Networks#open} opens it
     */
    public static void assertMatches(Path file, Subject network) {
        assertMatches(NetworkFiles.experiment(file, Optional.empty()), network, Language.NUMPY);
    }

    private static void assertMatches(Experiment expected, Subject network, Language language) {
        ThreeWayResult result = new ThreeWayCheck(expected, Optional.of(new Dl4jEngine())).run(network);
        if (!result.agrees()) {
            throw new AssertionError(DiagnosisText.of(result.diagnosis(), result.subject(), language, Style.PLAIN)
                    + ThreeWayText.of(result, Style.PLAIN));
        }
    }
}
