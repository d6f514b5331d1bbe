package dev.plumbline.diagnose;

import dev.plumbline.spec.NetworkSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How much more a diagnosis may try, beyond each mistake by itself: in numbers calculated, and not in time, so that it comes to
 * the same on every machine.
 */
final class SearchBudget {
    /** About two seconds of one processor. */
    private static final double MOST = 6e8;

    private final double ofStep;
    private final Set<String> givenUp = new LinkedHashSet<>();
    private double left = MOST;

    /** For the steps of this network, on so many examples at most. */
    SearchBudget(NetworkSpec spec, int examples) {
        ofStep = 6.0 * spec.parameters() * spec.training().batchSize().of(examples) + 2000;
    }

    /** Counts a replay of so many steps; whether it may still be made. */
    boolean allows(double steps) {
        return allowsNumbers(steps * ofStep);
    }

    /** The same of so many numbers. */
    boolean allowsNumbers(double numbers) {
        left -= numbers;
        return left >= 0;
    }

    /** Counts steps that are replayed in any case. */
    void spend(double steps) {
        left -= steps * ofStep;
    }

    /** What was not tried to the end, as a sentence. */
    void giveUp(String sentence) {
        givenUp.add(sentence);
    }

    /** Everything that was not tried to the end. */
    List<String> givenUp() {
        return List.copyOf(givenUp);
    }
}
