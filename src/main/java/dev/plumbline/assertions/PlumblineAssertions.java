package dev.plumbline.assertions;

import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.HandRolledSubject;
import dev.plumbline.report.check.DiagnosisText;
import dev.plumbline.report.check.DiagnosisText.Language;
import dev.plumbline.report.check.ThreeWayText;
import dev.plumbline.report.document.Style;
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
 * <p>Every tensor that the network shows, in every step, must equal the reference's, and so must all tensors of DL4J. If one
 * differs, or if the network shows nothing, an {@link AssertionError} gives the report of {@code plumbline check --against}:
 * where the network first goes wrong, why, and the corrected line. A network that throws causes a {@link
 * dev.plumbline.trace.SubjectFailedException}. An invalid file causes an {@link IllegalArgumentException} with each problem
 * and its place.
 */
public final class PlumblineAssertions {
    private PlumblineAssertions() {}

    /**
     * Asserts that a network trains like the network of a file.
     *
     * @param networks creates the network, which is trained once: {@code MyNetwork::new}
     */
    public static void assertMatches(Path file, Supplier<? extends HandRolledNetwork> networks) {
        assertMatches(NetworkFiles.experiment(file, Optional.empty()), networks);
    }

    /** The same with another number of epochs. */
    public static void assertMatches(Path file, int epochs, Supplier<? extends HandRolledNetwork> networks) {
        assertMatches(NetworkFiles.experiment(file, Optional.of(epochs)), networks);
    }

    /** The same for a network that is described in code, with its examples. */
    public static void assertMatches(NetworkSpec expected, Supplier<? extends HandRolledNetwork> networks) {
        assertMatches(Experiment.of(expected), networks);
    }

    /** The same with examples and weights that are already drawn or read. */
    public static void assertMatches(Experiment expected, Supplier<? extends HandRolledNetwork> networks) {
        HandRolledNetwork only = networks.get();
        HandRolledSubject network = HandRolledSubject.of(only.getClass(), () -> only);
        assertMatches(expected, network, network.isInKotlin() ? Language.KOTLIN : Language.JAVA);
    }

    /**
     * Asserts that the network of a command or a recording trains like the network of a file.
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
