package dev.plumbline.trace;

import java.util.List;
import java.util.Map;

/**
 * A hand-written network under test. It trains itself, from the experiment's weights and on its batches, and records
 * all tensors of every step, some of them, or only its final outputs.
 */
public interface Subject {

    /** Its name in reports. */
    String name();

    /** Whether a start only reads what is recorded, so that two starts give the same. Otherwise it trains the network. */
    default boolean isRecorded() {
        return false;
    }

    /**
     * Starts a training from the first step. A caller may start several trainings, one after the other.
     *
     * @throws SubjectFailedException here or in any method of the run, if the network itself fails
     */
    SubjectRun start(Experiment experiment);

    /** The lines of its source that compute a tensor from the preceding ones, as far as they are known, in order. */
    default List<Line> lines(Key.Place tensor) {
        return List.of();
    }

    /** The names of its variables, by the names that the scaffolds give them: {@code l1_delta} for {@code dz1}. */
    default Map<String, String> variables() {
        return Map.of();
    }

    /** What was assumed of it where its numbers leave a choice, each a sentence. */
    default List<String> assumptions() {
        return List.of();
    }

    /** Whether all of its training is recorded, as far as it is known. */
    default boolean isWhole() {
        return true;
    }

    /** Whether a constant of its training is known only as precisely as its updates show it, so that it may be off by some last places. */
    default boolean hasEstimatedConstants() {
        return false;
    }

    /** Whether its loss is not known, so that the deltas of its outputs are taken as they are, and only steps can be compared. */
    default boolean hasUnknownLoss() {
        return false;
    }

    /** Whether its loss is only a guess, and the deltas of its outputs are none of that loss. */
    default boolean hasGuessedLoss() {
        return false;
    }

    /**
     * Whether its optimizer is not known, though its gradients are right: an update that no known mistake explains may then be
     * right.
     */
    default boolean hasUnknownOptimizer() {
        return false;
    }

    /**
     * A line of source code.
     *
     * @param file the path, as the user gave it
     * @param number counted from 1
     * @param column where the text starts, counted from 1
     * @param text the statement, or the part of it, in one or more lines
     */
    record Line(String file, int number, int column, String text) {}
}
