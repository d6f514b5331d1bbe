package dev.plumbline.dl4j;

import dev.plumbline.spec.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Every activation in DL4J. */
final class Dl4jActivations implements Activation.Cases<Term<IActivation>> {

    @Override
    public Term<IActivation> identity() {
        return new Term<>("new ActivationIdentity()", ActivationIdentity::new);
    }

    @Override
    public Term<IActivation> sigmoid() {
        return new Term<>("new ActivationSigmoid()", ActivationSigmoid::new);
    }

    @Override
    public Term<IActivation> tanh() {
        return new Term<>("new ActivationTanH()", ActivationTanH::new);
    }
}
