package dev.plumbline.compare;

import java.util.Optional;

/**
 * What came of comparing in one lane.
 *
 * @param lane which
 * @param steps how many steps were compared; in the free-running lane fewer than all after a divergence or a bifurcation,
 *     and without either if the training is chaotic: then a last digit of the initial weights decides where it goes, and
 *     only the local lane can tell right from wrong
 * @param tensors how many tensors were compared, over all steps
 * @param warnings how many of them differ by more than is allowed, yet too little to have diverged
 * @param divergences how many of them have diverged
 * @param bifurcations how many of them jump because a number lies on a kink, so that both sides are right
 * @param largest of all differences, the one that exceeds what is allowed the most or comes closest to it
 * @param firstWarning the first warning
 * @param firstDivergence the first divergence in causal order: where it goes wrong
 * @param firstBifurcation the first bifurcation; in the free-running lane the only one, because from there on the two go
 *     different ways
 */
public record LaneResult(
        Lane lane,
        long steps,
        long tensors,
        long warnings,
        long divergences,
        long bifurcations,
        Optional<Difference> largest,
        Optional<Difference> firstWarning,
        Optional<Difference> firstDivergence,
        Optional<Bifurcation> firstBifurcation) {

    /** Whether something was compared, and all of it agrees. */
    public boolean agrees() {
        return tensors > 0 && divergences == 0;
    }
}
