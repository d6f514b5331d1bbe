package dev.plumbline.compare;

import java.util.List;
import java.util.Optional;

/**
 * The result of the comparison in one lane.
 *
 * @param lane which lane
 * @param steps the number of compared steps. In the free-running lane it is smaller than the number of all steps after
 *     a difference or a bifurcation. It is also smaller if the training is chaotic: then the last digit of an initial
 *     weight determines the training, and only the local lane can find errors
 * @param tensors the number of compared tensors over all steps
 * @param stepsByElement the number of steps in which each element had its own bound. In the other steps each tensor was
 *     compared by its norm, as are all tensors in the free-running lane
 * @param differences the number of tensors that differ
 * @param bifurcations the number of tensors that jump because a number lies on a kink; both sides are right
 * @param largest the difference that exceeds its allowed error the most or comes closest to it
 * @param firstDifference the first difference in causal order: the place where the training goes wrong
 * @param systematic in the local lane, constant factors of tensors, each too small to show in a single element
 * @param firstBifurcation the first bifurcation; in the free-running lane the only one, because the trainings diverge
 *     there
 */
public record LaneResult(
        ComparisonMode lane,
        long steps,
        long tensors,
        long stepsByElement,
        long differences,
        long bifurcations,
        Optional<Difference> largest,
        Optional<Difference> firstDifference,
        List<SystematicError> systematic,
        Optional<Bifurcation> firstBifurcation) {

    /** A lane in which nothing was compared. */
    static LaneResult none(ComparisonMode lane) {
        return new LaneResult(lane, 0, 0, 0, 0, 0, Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    public LaneResult {
        systematic = List.copyOf(systematic);
    }

    /** Whether something was compared and all of it agrees. */
    public boolean agrees() {
        return tensors > 0 && differences == 0 && systematic.isEmpty();
    }
}
