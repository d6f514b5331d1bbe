package dev.plumbline.compare;

import java.util.Optional;

/**
 * What came of comparing in one lane.
 *
 * @param lane which
 * @param steps how many steps were compared; in the free-running lane fewer than all after a divergence, and without one
 *     if the training is chaotic: then a last digit of the initial weights decides where it goes, and only the local lane
 *     can tell right from wrong
 * @param tensors how many tensors were compared, over all steps
 * @param warnings how many of them differ by more than is allowed, yet too little to have diverged
 * @param divergences how many of them have diverged
 * @param largest of all differences, the one that exceeds what is allowed the most or comes closest to it
 * @param firstWarning the first warning
 * @param firstDivergence the first divergence in causal order: where it goes wrong
 */
public record LaneResult(
        Lane lane,
        long steps,
        long tensors,
        long warnings,
        long divergences,
        Optional<Difference> largest,
        Optional<Difference> firstWarning,
        Optional<Difference> firstDivergence) {

    /** Whether something was compared, and all of it agrees. */
    public boolean agrees() {
        return tensors > 0 && divergences == 0;
    }
}
