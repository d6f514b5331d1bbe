package dev.plumbline.report.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.TamperedReference;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.document.Style;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The messages when rounding determines the side of a kink. */
class BifurcationReportTests {
    private static final Experiment EXPERIMENT = Experiment.of(Network.define(
            "on a kink",
            net -> net.inputs(2)
                    .dense(1, new Activation.Relu(), layer -> layer.bias(false).learningRate(1e-30))
                    .dense(1, new Activation.Identity(), layer -> layer.bias(false))
                    .init(new Initializer.Ones())
                    .loss(new Loss.HalfSquaredError(), Reduction.SUM)
                    .training(new Sgd(0.25), training -> training.epochs(4))
                    .data(new double[][] {{0.5, -0.5}, {1, 0}}, new double[][] {{1}, {0}})));

    private static final CheckResult RESULT = new Check(
                    new ReferenceEngine(), TamperedReference.by(new Key(1, Quantity.PRE_ACTIVATION, 1), 0, 0, 0x1p-54))
            .run(EXPERIMENT);

    @Test
    void theTextSaysWhichNumberLiesOnWhichKink() {
        String text = new CheckText(EXPERIMENT, "tampered", Style.PLAIN).closing(RESULT);

        assertEquals("""
                INCOMPLETE: tampered and the reference do not differ, but not all was tested
                  tested     12 of 13 tensors of a step; least of layer 1, pre-activation: 50 %
                             of its numbers
                  untested   layer 1: rounding may be more than half of the change of W in every
                             step (its smallest bound is 5e+15 times it), so its update was not
                             tested
                  next       choose a larger learning rate or `precision: f64`

                Step by step, each from the same weights
                  compared   4 steps, 52 tensors, element by element
                  largest    difference 5.6e-17, 0.011 times its bound of 5.0e-15
                  where      step 1, layer 1, pre-activation [0,0]
                  on a kink  1 time; both sides are correct within rounding; first: step 1,
                             layer 1, pre-activation [0,0] is 5.551115123125783e-17 in tampered
                             and 0 in the reference, and the kink of relu lies between them

                Free run, each from its own weights
                  compared   1 of 4 steps, 20 tensors, by norm
                  largest    relative difference 5.6e-17, 5.6e-05 times its bound of 1.0e-12
                  where      step 1, layer 1, pre-activation [0,0]
                  ended      there: from step 1 on the two diverge, and both are correct within
                             rounding: step 1, layer 1, pre-activation [0,0] is
                             5.551115123125783e-17 in tampered and 0 in the reference, and the
                             kink of relu lies between them

                """, text.substring(text.indexOf("INCOMPLETE"), text.indexOf("Time")));
    }

    @Test
    void jsonHasItInEachLane() {
        JsonObject document = CheckJson.of(EXPERIMENT, RESULT, Optional.empty());

        assertEquals("incomplete", document.get("verdict").getAsString());
        for (String lane : new String[] {"local", "free_running"}) {
            assertEquals(1, document.getAsJsonObject(lane).get("bifurcations").getAsInt());
            assertEquals(
                    """
                    {"kink_of":"relu","step":1,"layer":1,"quantity":"pre_activation","row":0,"column":0,\
                    "engine":5.551115123125783E-17,"reference":0.0,\
                    "decided":{"step":1,"layer":1,"quantity":"delta","engine":-0.75,"reference":-0.0}}""", document.getAsJsonObject(lane).get("first_bifurcation").toString());
        }
    }
}
