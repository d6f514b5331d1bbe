package dev.plumbline.diagnose.replay;

import static dev.plumbline.trace.Quantity.BIAS_UPDATE;
import static dev.plumbline.trace.Quantity.WEIGHT_UPDATE;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.trace.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The optimizer steps of a replay with all their mistakes, and the resulting optimizer states. */
public final class FaultyUpdates {
    private final List<Replay.Mistaken> mistaken;
    private final Map<List<Object>, List<Matrix>> states = new HashMap<>();
    private final Map<List<Object>, Matrix> updates = new HashMap<>(); // computed in this step
    private long step = -1;

    FaultyUpdates(List<Replay.Mistaken> mistaken) {
        this.mistaken = mistaken;
    }

    /** Changes one part of the update rule of W or of b. */
    @FunctionalInterface
    public interface Change {
        UpdateRule of(StepContext s, Quantity update, int l, UpdateRule rule);
    }

    /**
     * A mistake in one part of the optimizer step.
     *
     * @param ofGradients the formula of the gradients, if the mistake is already made there
     */
    public record ChangedUpdate(Change change, Formula ofGradients) implements Formula {
        public ChangedUpdate(Change change) {
            this(change, (s, q, l, correct) -> correct);
        }

        @Override
        public Matrix of(StepContext s, Quantity quantity, int l, Matrix correct) {
            if (!quantity.isOfUpdate()) {
                return ofGradients.of(s, quantity, l, correct);
            }
            return s.trains() ? s.mistakenUpdate(quantity, l) : correct;
        }
    }

    /** The update of W or of b; repeated calls in a step return the same value. */
    Matrix of(StepContext s, Quantity update, int l) {
        if (step != s.batch().step()) {
            step = s.batch().step();
            updates.clear();
        }
        for (int layer : rule(s, update, l).sharedIn()) {
            compute(s, WEIGHT_UPDATE, layer);
            if (s.b(layer).isPresent()) {
                compute(s, BIAS_UPDATE, layer);
            }
        }
        return compute(s, update, l);
    }

    /** The update rule with all mistakes. */
    UpdateRule rule(StepContext s, Quantity update, int l) {
        UpdateRule rule = UpdateRule.of(s, l);
        for (Replay.Mistaken mistake : mistaken) {
            if (mistake.formula() instanceof ChangedUpdate changed
                    && mistake.hypothesis().changes(update, l, s.spec())) {
                rule = changed.change().of(s, update, l, rule);
            }
        }
        return rule;
    }

    /** The mistakes in an update rule. */
    private List<Variant> mistakesIn(StepContext s, Quantity update, int l) {
        return mistaken.stream()
                .filter(mistake -> mistake.formula() instanceof ChangedUpdate)
                .map(Replay.Mistaken::hypothesis)
                .filter(hypothesis -> hypothesis.changes(update, l, s.spec()))
                .map(Hypothesis::variant)
                .toList();
    }

    private Matrix compute(StepContext s, Quantity update, int l) {
        List<Object> place = List.of(update, l);
        Matrix computed = updates.get(place);
        if (computed != null) {
            return computed;
        }
        UpdateRule rule = rule(s, update, l);
        // Layers share a state only if their rules are the same, because other formulas may have other state arrays.
        List<Object> key =
                rule.sharedIn().isEmpty() ? place : List.of(update, s.W(l).shape(), mistakesIn(s, update, l));
        boolean isReset = rule.resets() && s.batch().startsEpoch();
        List<Matrix> start = rule.startsEmpty() ? List.of() : s.optimizerState(update, l);
        Formulas.Update made = rule.step()
                .of(
                        rule.optimizer(),
                        rule.input().of(s, update, l, s.given(update, l, m -> m == l ? rule : rule(s, update, m))),
                        isReset ? List.of() : states.getOrDefault(key, start),
                        rule.rate(),
                        rule.t());
        states.put(key, made.state());
        Matrix value = update == BIAS_UPDATE
                ? made.value()
                : Formulas.decayed(rule.layer(), made.value(), s.W(l), rule.decayRate());
        updates.put(place, value);
        return value;
    }
}
