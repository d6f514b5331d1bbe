package dev.plumbline.compare;

import java.util.List;
import java.util.Optional;

/**
 * The result of the comparison in one lane.
 *
 * @param lane which
 * @param steps how many steps were compared; in the free-running lane fewer than all after a difference or a bifurcation,
 *     and without either if the training is chaotic: then a last digit of the initial weights decides where it goes, and
 *     only the local lane can tell right from wrong
 * @param tensors how many tensors were compared, over all steps
 * @param stepsByElement in how many of the steps each element was held against its own bound; in the others each tensor
 *     by its norm, as all are in the free-running lane
 * @param differences how many of the tensors differ
 * @param bifurcations how many of them jump because a number lies on a kink, so that both sides are right
 * @param largest of all differences, the one that exceeds what is allowed the most or comes closest to it
 * @param firstDifference the first difference in causal order: where it goes wrong
 * @param systematic in the local lane, constants that tensors are multiplied by, each too small for a single element
 * @param firstBifurcation the first bifurcation; in the free-running lane the only one, because from there on the two go
 *     different ways
 */
public record LaneResult(
        Lane lane,
        long steps,
        long tensors,
        long stepsByElement,
        long differences,
        long bifurcations,
        Optional<Difference> largest,
        Optional<Difference> firstDifference,
        List<SystematicError> systematic,
        Optional<Bifurcation> firstBifurcation) {

    public LaneResult {
        systematic = List.copyOf(systematic);
    }

    /** Whether something was compared, and all of it agrees. */
    public boolean agrees() {
        return tensors > 0 && differences == 0 && systematic.isEmpty();
    }
}
