package dev.plumbline.diagnose.replay;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The budget of a diagnosis for combinations of mistakes. It counts computed numbers instead of time, so that the
 * result is the same on every machine.
 */
public final class SearchBudget {
    /** About two seconds of processor time. */
    private static final double MOST = 6e8;

    private final double ofStep;
    private final Set<String> givenUp = new LinkedHashSet<>();
    private double left = MOST;

    /** A budget for steps of this experiment. */
    public SearchBudget(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        int examples = spec.training().batchSize().of(experiment.inputs().rows());
        ofStep = 6.0 * spec.parameters() * examples + 2000;
    }

    /** A budget that allows no combinations. */
    public static SearchBudget none(Experiment experiment) {
        SearchBudget none = new SearchBudget(experiment);
        none.left = 0;
        return none;
    }

    /** Charges a replay of some steps; returns whether the budget allows it. */
    public boolean allows(double steps) {
        return allowsNumbers(steps * ofStep);
    }

    /** Charges some computed numbers; returns whether the budget allows them. */
    public boolean allowsNumbers(double numbers) {
        left -= numbers;
        return left >= 0;
    }

    /** Charges steps that are replayed in any case. */
    public void spend(double steps) {
        left -= steps * ofStep;
    }

    /** Notes an incomplete search in a sentence. */
    public void giveUp(String sentence) {
        givenUp.add(sentence);
    }

    /** The notes on incomplete searches. */
    public List<String> givenUp() {
        return List.copyOf(givenUp);
    }
}
