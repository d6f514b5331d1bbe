package dev.plumbline.dl4j;

import dev.plumbline.spec.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

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

    @Override
    public Term<IActivation> relu() {
        return new Term<>("new ActivationReLU()", ActivationReLU::new);
    }

    @Override
    public Term<IActivation> leakyRelu(double alpha) {
        return new Term<>(
                "new ActivationLReLU(" + (double) (float) alpha + ")",
                () -> new ActivationLReLU((double) (float) alpha));
    }

    @Override
    public Term<IActivation> relu6() {
        return new Term<>("new ActivationReLU6()", ActivationReLU6::new);
    }

    @Override
    public Term<IActivation> elu() {
        return new Term<>("new ActivationELU()", ActivationELU::new);
    }

    @Override
    public Term<IActivation> selu() {
        return new Term<>("new ActivationSELU()", ActivationSELU::new);
    }

    @Override
    public Term<IActivation> softplus() {
        return new Term<>("new ActivationSoftPlus()", ActivationSoftPlus::new);
    }

    @Override
    public Term<IActivation> softsign() {
        return new Term<>("new ActivationSoftSign()", ActivationSoftSign::new);
    }

    @Override
    public Term<IActivation> hardSigmoid() {
        return new Term<>("new ActivationHardSigmoid()", ActivationHardSigmoid::new);
    }

    @Override
    public Term<IActivation> hardTanh() {
        return new Term<>("new ActivationHardTanH()", ActivationHardTanH::new);
    }

    @Override
    public Term<IActivation> swish() {
        return new Term<>("new ActivationSwish()", ActivationSwish::new);
    }

    @Override
    public Term<IActivation> mish() {
        return new Term<>("new ActivationMish()", ActivationMish::new);
    }

    @Override
    public Term<IActivation> gelu() {
        return new Term<>("new ActivationGELU(false)", () -> new ActivationGELU(false));
    }

    @Override
    public Term<IActivation> cube() {
        return new Term<>("new ActivationCube()", ActivationCube::new);
    }

    @Override
    public Term<IActivation> rationalTanh() {
        return new Term<>("new ActivationRationalTanh()", ActivationRationalTanh::new);
    }

    @Override
    public Term<IActivation> rectifiedTanh() {
        return new Term<>("new ActivationRectifiedTanh()", ActivationRectifiedTanh::new);
    }

    @Override
    public Term<IActivation> thresholdedRelu(double theta) {
        return new Term<>("new ActivationThresholdedReLU(" + theta + ")", () -> new ActivationThresholdedReLU(theta));
    }

    @Override
    public Term<IActivation> softmax() {
        return new Term<>("new ActivationSoftmax()", ActivationSoftmax::new);
    }
}
