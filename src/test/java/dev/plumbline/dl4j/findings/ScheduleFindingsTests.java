package dev.plumbline.dl4j.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nd4j.linalg.schedule.ScheduleType.EPOCH;
import static org.nd4j.linalg.schedule.ScheduleType.ITERATION;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/** Faults of DL4J's schedules. */
class ScheduleFindingsTests {

    @Dl4jFinding("poly-schedule")
    void thePolynomialScheduleGrows(Section page) {
        ISchedule schedule = new PolySchedule(ITERATION, 0.1, 2, 100);
        page.shouldBe(0.1 * Math.pow(1 - 50 / 100.0, 2), 3);
        page.gives(schedule.valueAt(50, 0), 3);
        page.gives(schedule.valueAt(99, 0), 3);
        page.gives(schedule.valueAt(100, 0), 3);
    }

    @Dl4jFinding("cycle-schedule-odd")
    void anOddCycleLeapsBetweenItsTwoParts(Section page) {
        ISchedule schedule = new CycleSchedule(ITERATION, 0.01, 0.1, 10, 1, 0.1);
        page.shouldBe(0.01, 1);
        page.gives(schedule.valueAt(8, 0), 2);
    }

    @Dl4jFinding("ramp-schedule-epochs")
    void theRampCountsStepsAlsoWhereItsScheduleCountsEpochs(Section page) {
        ISchedule schedule = new RampSchedule(new StepSchedule(EPOCH, 1, 0.5, 100), 4);
        page.shouldBe(0.5, 2);
        page.gives(schedule.valueAt(30, 1), 2);
        assertEquals(1, new RampSchedule(new FixedSchedule(1), 4).valueAt(30, 0));
    }

    @Dl4jFinding("epoch-count")
    void fittingArraysNeverEndsAnEpoch(Section page) {
        MultiLayerNetwork network = Dl4j.network(1, 1, global -> {}, layer -> {});
        for (int i = 0; i < 3; i++) {
            network.fit(Dl4j.row(DataType.DOUBLE, 1), Dl4j.row(DataType.DOUBLE, 1));
        }
        page.shouldBe(3, 1);
        page.gives(network.getEpochCount(), 1);
    }
}
