package dev.plumbline.dl4j.translation;

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

/** The DL4J object of every activation. */
final class Dl4jActivations implements Activation.Cases<Dl4jExpression<IActivation>> {

    @Override
    public Dl4jExpression<IActivation> identity() {
        return new Dl4jExpression<>("new ActivationIdentity()", ActivationIdentity::new);
    }

    @Override
    public Dl4jExpression<IActivation> sigmoid() {
        return new Dl4jExpression<>("new ActivationSigmoid()", ActivationSigmoid::new);
    }

    @Override
    public Dl4jExpression<IActivation> tanh() {
        return new Dl4jExpression<>("new ActivationTanH()", ActivationTanH::new);
    }

    @Override
    public Dl4jExpression<IActivation> relu() {
        return new Dl4jExpression<>("new ActivationReLU()", ActivationReLU::new);
    }

    @Override
    public Dl4jExpression<IActivation> leakyRelu(double alpha) {
        return new Dl4jExpression<>(
                "new ActivationLReLU(" + (double) (float) alpha + ")",
                () -> new ActivationLReLU((double) (float) alpha));
    }

    @Override
    public Dl4jExpression<IActivation> relu6() {
        return new Dl4jExpression<>("new ActivationReLU6()", ActivationReLU6::new);
    }

    @Override
    public Dl4jExpression<IActivation> elu() {
        return new Dl4jExpression<>("new ActivationELU()", ActivationELU::new);
    }

    @Override
    public Dl4jExpression<IActivation> selu() {
        return new Dl4jExpression<>("new ActivationSELU()", ActivationSELU::new);
    }

    @Override
    public Dl4jExpression<IActivation> softplus() {
        return new Dl4jExpression<>("new ActivationSoftPlus()", ActivationSoftPlus::new);
    }

    @Override
    public Dl4jExpression<IActivation> softsign() {
        return new Dl4jExpression<>("new ActivationSoftSign()", ActivationSoftSign::new);
    }

    @Override
    public Dl4jExpression<IActivation> hardSigmoid() {
        return new Dl4jExpression<>("new ActivationHardSigmoid()", ActivationHardSigmoid::new);
    }

    @Override
    public Dl4jExpression<IActivation> hardTanh() {
        return new Dl4jExpression<>("new ActivationHardTanH()", ActivationHardTanH::new);
    }

    @Override
    public Dl4jExpression<IActivation> swish() {
        return new Dl4jExpression<>("new ActivationSwish()", ActivationSwish::new);
    }

    @Override
    public Dl4jExpression<IActivation> mish() {
        return new Dl4jExpression<>("new ActivationMish()", ActivationMish::new);
    }

    @Override
    public Dl4jExpression<IActivation> gelu() {
        return new Dl4jExpression<>("new ActivationGELU(false)", () -> new ActivationGELU(false));
    }

    @Override
    public Dl4jExpression<IActivation> cube() {
        return new Dl4jExpression<>("new ActivationCube()", ActivationCube::new);
    }

    @Override
    public Dl4jExpression<IActivation> rationalTanh() {
        return new Dl4jExpression<>("new ActivationRationalTanh()", ActivationRationalTanh::new);
    }

    @Override
    public Dl4jExpression<IActivation> rectifiedTanh() {
        return new Dl4jExpression<>("new ActivationRectifiedTanh()", ActivationRectifiedTanh::new);
    }

    @Override
    public Dl4jExpression<IActivation> thresholdedRelu(double theta) {
        return new Dl4jExpression<>(
                "new ActivationThresholdedReLU(" + theta + ")", () -> new ActivationThresholdedReLU(theta));
    }

    @Override
    public Dl4jExpression<IActivation> softmax() {
        return new Dl4jExpression<>("new ActivationSoftmax()", ActivationSoftmax::new);
    }
}
