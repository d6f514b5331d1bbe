package dev.plumbline.dl4j;

import dev.plumbline.spec.Constraint;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;

/** Every constraint in DL4J; norms are over dimension 0 of W, inputs × units. */
final class Dl4jConstraints implements Constraint.Cases<Term<LayerConstraint>> {

    @Override
    public Term<LayerConstraint> maxNorm(double max) {
        return new Term<>("new ExactMaxNorm(" + max + ")", () -> new ExactMaxNorm(max));
    }

    @Override
    public Term<LayerConstraint> unitNorm() {
        return new Term<>("new UnitNormConstraint(0)", () -> new UnitNormConstraint(0));
    }

    @Override
    public Term<LayerConstraint> nonNegative() {
        return new Term<>("new NonNegativeConstraint()", NonNegativeConstraint::new);
    }
}
