package dev.plumbline.report.document;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.data.ClassWeight;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import java.util.List;
import java.util.Optional;

/** The common parts of the documents: the network, its metrics and the names of its classes. */
public final class NetworkJson {
    private NetworkJson() {}

    /** The network and its training. */
    public static JsonObject of(NetworkSpec spec, int examples) {
        return Json.object(
                "name", spec.name(),
                "inputs", spec.inputs(),
                "layers", Json.array(spec.layers(), NetworkJson::layer),
                "parameters", spec.parameters(),
                "seed", spec.seed(),
                "loss", Schema.wordOf(spec.loss()),
                "reduction", Schema.wordOf(spec.reduction()),
                "precision", Schema.wordOf(spec.precision()),
                "backend", Schema.wordOf(spec.backend()),
                "optimizer", word(spec.training().optimizer()),
                "epochs", spec.training().epochs(),
                "examples", examples,
                "batch_size", spec.training().batchSize().of(examples),
                "full_batch", spec.training().batchSize() instanceof BatchSize.All,
                "shuffle", spec.training().shuffle(),
                "early_stopping", spec.training().earlyStopping().map(NetworkJson::parameters),
                "class_weight", spec.training().classWeight().map(NetworkJson::classWeight),
                "distributed",
                        spec.training().distributed().map(distributed -> distributed(distributed, spec.training())));
    }

    private static JsonElement classWeight(ClassWeight weight) {
        JsonObject weights = new JsonObject();
        if (weight instanceof ClassWeight.ByClass by) {
            by.weights().forEach(weights::addProperty);
        }
        return weights;
    }

    /** Several workers; null if one trains. */
    private static JsonObject distributed(Distributed distributed, Training training) {
        return Json.object(
                "workers", distributed.workers(),
                "averaging_frequency", distributed.averagingFrequency(),
                "batch_size_per_worker", training.batchOfWorker(),
                "save_updater", distributed.saveUpdater());
    }

    private static JsonObject layer(Layer layer) {
        return Json.object(
                "kind", Schema.wordOf(layer),
                "units", layer.units(),
                "activation", Schema.wordOf(layer.activation()),
                "bias", layer.bias(),
                "bias_init", layer.bias() ? layer.biasInit() : null,
                "learning_rate", layer.learningRate().map(NetworkJson::value),
                "dropout", layer.dropout().map(NetworkJson::parameters),
                "regularization", layer.regularization().map(NetworkJson::parameters),
                "gradient_normalization", layer.gradientNormalization().map(NetworkJson::value),
                "constraint", layer.constraint().map(NetworkJson::value));
    }

    /** A word with its parameters: {"word": "sgd", "learning_rate": 1.0}. */
    private static JsonObject word(Object value) {
        JsonObject json = Json.object("word", Schema.wordOf(value));
        parameters(value).asMap().forEach(json::add);
        return json;
    }

    private static JsonObject parameters(Object value) {
        JsonObject json = new JsonObject();
        for (Parameter parameter : Schema.of(value.getClass()).parameters()) {
            json.add(parameter.name(), value(parameter.valueIn(value)));
        }
        return json;
    }

    /** A number, a word, a list of values, or a word with parameters. */
    private static JsonElement value(Object value) {
        if (value instanceof Number number) {
            return Json.value(number instanceof Integer ? number : (Double) number.doubleValue());
        }
        if (value instanceof LearningRate.Constant constant) {
            return Json.value(constant.value());
        }
        if (value instanceof List<?> list) {
            return Json.array(list, NetworkJson::value);
        }
        return value instanceof String text
                ? Json.value(text)
                : value instanceof Record ? word(value) : Json.value(Schema.wordOf(value));
    }

    /** The metrics of a line of a report, by their words. */
    public static JsonObject metrics(Experiment experiment, List<Double> values) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < values.size(); i++) {
            json.add(Schema.wordOf(experiment.spec().report().metrics().get(i)), Json.value(values.get(i)));
        }
        return json;
    }

    /** The class names of the outputs; empty if the file has no classes. */
    public static Optional<List<String>> classes(NetworkSpec spec) {
        return Optional.of(spec.classNames()).filter(names -> !names.isEmpty());
    }
}
