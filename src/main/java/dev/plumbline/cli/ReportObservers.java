package dev.plumbline.cli;

import dev.plumbline.compare.StepObserver;
import dev.plumbline.diagnose.Diagnosis;
import dev.plumbline.report.HistoryRecorder;
import dev.plumbline.trace.Experiment;
import java.util.Optional;
import java.util.OptionalLong;

/** The observers of a hand-written network and of the engine, if reports are written. */
final class ReportObservers {
    private final Experiment experiment;
    private final boolean areWanted;
    private final HistoryRecorder engine;
    private HistoryRecorder subject;

    ReportObservers(Experiment experiment, boolean areWanted) {
        this.experiment = experiment;
        this.areWanted = areWanted;
        this.engine = new HistoryRecorder(experiment);
        this.subject = new HistoryRecorder(experiment);
    }

    /** Who sees the network: the step that is diagnosed first is what a report shows. */
    Optional<StepObserver> ofSubject(Diagnosis diagnosis) {
        OptionalLong step = diagnosis.findings().stream()
                .mapToLong(finding -> finding.first().step())
                .filter(each -> each != Long.MAX_VALUE)
                .findFirst();
        subject = new HistoryRecorder(experiment, step);
        return areWanted ? Optional.of(subject) : Optional.empty();
    }

    /** Who sees the other engine. */
    StepObserver ofEngine() {
        return areWanted ? engine : StepObserver.NONE;
    }

    /** What was seen of the network. */
    HistoryRecorder subject() {
        return subject;
    }

    /** What was seen of the other engine. */
    HistoryRecorder engine() {
        return engine;
    }
}
