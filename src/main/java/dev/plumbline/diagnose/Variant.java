package dev.plumbline.diagnose;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Quantity;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * One way in which a mistake is made.
 *
 * @param mistake which
 * @param of the quantities that it calculates wrongly
 * @param where the layers in which it can be made, counted from 1
 * @param formula what it calculates; made anew for every replay, because it may remember earlier steps
 * @param because what distinguishes this way: "4 is the batch size"; may be empty
 * @param stage of several mistakes in one tensor, which comes first
 * @param together whether it is made in all layers or in none
 */
record Variant(
        Mistake mistake,
        Set<Quantity> of,
        BiPredicate<NetworkSpec, Integer> where,
        Supplier<Formula> formula,
        String because,
        Stage stage,
        boolean together) {

    /** Of several mistakes in one tensor, which comes first: each goes on with what those before it have made. */
    enum Stage {
        /** What the file says is left out before anything is calculated. */
        FIRST,
        /** What a tensor is calculated from. */
        INPUT,
        /** How it is calculated. */
        FORMULA,
        /** What is done with it then. */
        RESULT,
        /** What it adds to earlier steps. */
        STATE,
        /** The step as a whole, with all other mistakes in it. */
        STEP
    }

    /** A way without state, in any layer. */
    static Variant of(Mistake mistake, Formula formula, Quantity... of) {
        return stateful(mistake, () -> formula, of);
    }

    /** A way with state from earlier steps. */
    static Variant stateful(Mistake mistake, Supplier<Formula> formula, Quantity... of) {
        return new Variant(mistake, Set.of(of), (spec, layer) -> true, formula, "", Stage.FORMULA, false);
    }

    /** The same where this is so. */
    Variant where(BiPredicate<NetworkSpec, Integer> other) {
        return new Variant(mistake, of, where.and(other), formula, because, stage, together);
    }

    /** The same in the last layer only. */
    Variant inLast() {
        return where((spec, layer) -> layer == spec.layers().size());
    }

    /** The same in all layers but the last. */
    Variant inHidden() {
        return where((spec, layer) -> layer < spec.layers().size());
    }

    /** The same, with what distinguishes it. */
    Variant saying(String words) {
        return new Variant(mistake, of, where, formula, words, stage, together);
    }

    /** The same at another stage. */
    Variant at(Stage other) {
        return new Variant(mistake, of, where, formula, because, other, together);
    }

    /** The same in all layers or in none. */
    Variant inAllTogether() {
        return new Variant(mistake, of, where, formula, because, stage, true);
    }
}
