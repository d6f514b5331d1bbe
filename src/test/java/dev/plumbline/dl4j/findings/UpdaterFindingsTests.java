package dev.plumbline.dl4j.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nd4j.linalg.api.buffer.DataType.DOUBLE;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Faults of DL4J's updaters. */
class UpdaterFindingsTests {

    @Dl4jFinding("adabelief-crash")
    void adaBeliefDoesNotStart(Section page) {
        Exception thrown = assertThrows(Exception.class, () -> Dl4j.start(new AdaBelief(), DOUBLE));
        page.gives(thrown.getMessage());
    }

    @Dl4jFinding("learning-rate-zero")
    void updatersMoveWithALearningRateOfZero(Section page) {
        page.shouldBe(0, 1);
        assertEquals(0, Dl4j.updates(new RmsProp(0, 0.95, 1e-8), DOUBLE, 1)[0]);
        page.gives(Dl4j.updates(new Adam(0, 0.9, 0.999, 1e-8), DOUBLE, 1)[0], 4);
        page.gives(Dl4j.updates(new AMSGrad(0, 0.9, 0.999, 1e-8), DOUBLE, 1)[0], 4);
        page.gives(Dl4j.updates(new AdaMax(0, 0.9, 0.999, 1e-8), DOUBLE, 1)[0], 4);
        // ε instead of the whole step size, lr √(1 − β2) / (1 − β1).
        double firstMean = 0.1;
        assertEquals(
                1e-8 * firstMean / Math.sqrt(0.001), Dl4j.updates(new Adam(0, 0.9, 0.999, 1e-8), DOUBLE, 1)[0], 1e-13);
    }

    @Dl4jFinding("adam-epsilon")
    void adamsEpsilonIsAddedToTheUncorrectedRoot(Section page) {
        double g = 1e-9;
        page.shouldBe(1e-3 * g / (g + 1e-8), 4);
        page.gives(Dl4j.updates(new Adam(1e-3), DOUBLE, g)[0], 4);
        page.gives(Dl4j.updates(new AMSGrad(1e-3), DOUBLE, g)[0], 4);
    }

    @Dl4jFinding("adamax-epsilon")
    void adamaxIgnoresItsEpsilon(Section page) {
        double g = 1e-9;
        page.shouldBe(1e-3 * g / (g + 1e-8), 4);
        double update = Dl4j.updates(new AdaMax(1e-3, 0.9, 0.999, 1e-8), DOUBLE, g)[0];
        page.gives(update, 4);
        assertEquals(update, Dl4j.updates(new AdaMax(1e-3, 0.9, 0.999, 1e3), DOUBLE, g)[0], 0);
    }

    @Dl4jFinding("nadam-bias")
    void nadamDoesNotCorrectItsSecondMoment(Section page) {
        double beta1 = 0.9;
        double momentum = 1 - beta1;
        double right = (beta1 * momentum / (1 - beta1 * beta1) + (1 - beta1) / (1 - beta1)) * 1e-3 / (1 + 1e-8);
        page.shouldBe(right, 4);
        page.gives(Dl4j.updates(new Nadam(1e-3), DOUBLE, 1)[0], 4);
    }

    @Dl4jFinding("rmsprop-start")
    void rmspropStartsAtItsEpsilon(Section page) {
        double epsilon = 0.01;
        double g = 0.1;
        page.shouldBe(1e-3 * g / (Math.sqrt(0.05 * g * g) + epsilon), 4);
        page.gives(Dl4j.updates(new RmsProp(1e-3, 0.95, epsilon), DOUBLE, g)[0], 4);
    }

    @Dl4jFinding("adagrad-start")
    void adagradStartsAtAnotherEpsilonThanItsOwn(Section page) {
        INDArray state = Dl4j.start(new AdaGrad(0.1, 0.25), DOUBLE).getState().get("grad");
        page.shouldBe(0, 1);
        page.gives(state.getDouble(0), 2);
        page.shouldBe(1, 1);
        page.gives(Dl4j.updates(new AdaGrad(1, 1e-12), DOUBLE, 1e-3)[0], 4);
    }

    @Dl4jFinding("updater-defaults")
    void defaultsAreNotTheFields(Section page) {
        page.gives(new RmsProp().getLearningRate(0, 0), 2);
        page.gives(new Nesterovs().getLearningRate(0, 0), 2);
        page.gives(new AdaGrad().getLearningRate(0, 0), 2);
        page.gives(new Sgd().getLearningRate(0, 0), 2);
        page.gives(new RmsProp().getRmsDecay(), 2);
        page.shouldBe(0.001, 1);
        page.shouldBe(0.01, 1);
        assertNotEquals(0.001, new RmsProp().getLearningRate(0, 0));
    }
}
