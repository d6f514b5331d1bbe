package dev.plumbline.diagnose.replay;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Quantity;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * One way to make a mistake.
 *
 * @param mistake the mistake
 * @param of the quantities that it changes
 * @param where the layers in which it is possible, counted from 1
 * @param formula the mistaken formula; created for every replay, because it may have state
 * @param because a description that distinguishes this variant, "4 is the batch size"; may be empty
 * @param stage the order among several mistakes in one tensor
 * @param together whether it is made in all layers or in none
 */
public record Variant(
        Mistake mistake,
        Set<Quantity> of,
        BiPredicate<NetworkSpec, Integer> where,
        Supplier<Formula> formula,
        String because,
        Stage stage,
        boolean together) {

    /** The order of several mistakes in one tensor: each starts from the result of the earlier ones. */
    public enum Stage {
        /** Omits a rule of the file before anything is computed. */
        FIRST,
        /** Changes the input of a formula. */
        INPUT,
        /** Changes the formula. */
        FORMULA,
        /** Changes the result of the formula. */
        RESULT,
        /** Adds state from earlier steps. */
        STATE,
        /** Changes the step as a whole, with all other mistakes in it. */
        STEP
    }

    /** A variant without state, in any layer. */
    public static Variant of(Mistake mistake, Formula formula, Quantity... of) {
        return stateful(mistake, () -> formula, of);
    }

    /** A variant without state of one quantity, in any layer. */
    public static Variant of(Mistake mistake, Quantity of, Formula.OfQuantity formula) {
        return of(mistake, (s, quantity, l, correct) -> formula.of(s, l, correct), of);
    }

    /** A variant with state from earlier steps. */
    public static Variant stateful(Mistake mistake, Supplier<Formula> formula, Quantity... of) {
        return new Variant(mistake, Set.of(of), (spec, layer) -> true, formula, "", Stage.FORMULA, false);
    }

    /** A copy that is only possible if a condition also holds. */
    public Variant where(BiPredicate<NetworkSpec, Integer> condition) {
        return new Variant(mistake, of, where.and(condition), formula, because, stage, together);
    }

    /** A copy for the last layer only. */
    public Variant inLast() {
        return where((spec, layer) -> layer == spec.layers().size());
    }

    /** A copy for all layers except the last. */
    public Variant inHidden() {
        return where((spec, layer) -> layer < spec.layers().size());
    }

    /** A copy with a description that distinguishes it. */
    public Variant describedAs(String words) {
        return new Variant(mistake, of, where, formula, words, stage, together);
    }

    /** A copy at another stage. */
    public Variant at(Stage stage) {
        return new Variant(mistake, of, where, formula, because, stage, together);
    }

    /** A copy that is made in all layers or in none. */
    public Variant inAllTogether() {
        return new Variant(mistake, of, where, formula, because, stage, true);
    }
}
