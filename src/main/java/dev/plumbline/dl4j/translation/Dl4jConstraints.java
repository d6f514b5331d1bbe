package dev.plumbline.dl4j.translation;

import dev.plumbline.dl4j.extension.ExactMaxNorm;
import dev.plumbline.spec.Constraint;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;

/** The DL4J object of every constraint. Norms are over dimension 0 of W, inputs × units. */
final class Dl4jConstraints implements Constraint.Cases<Dl4jExpression<LayerConstraint>> {

    @Override
    public Dl4jExpression<LayerConstraint> maxNorm(double max) {
        return new Dl4jExpression<>("new ExactMaxNorm(" + max + ")", () -> new ExactMaxNorm(max));
    }

    @Override
    public Dl4jExpression<LayerConstraint> unitNorm() {
        return new Dl4jExpression<>("new UnitNormConstraint(0)", () -> new UnitNormConstraint(0));
    }

    @Override
    public Dl4jExpression<LayerConstraint> nonNegative() {
        return new Dl4jExpression<>("new NonNegativeConstraint()", NonNegativeConstraint::new);
    }
}
