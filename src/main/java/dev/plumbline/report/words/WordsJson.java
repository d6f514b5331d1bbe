package dev.plumbline.report.words;

import com.google.gson.JsonObject;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.OwnClasses;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.glossary.Dl4jReplacement;
import dev.plumbline.spec.glossary.Glossary.Topic;
import dev.plumbline.spec.vocabulary.ForeignNames;
import dev.plumbline.spec.vocabulary.Parameter;
import java.util.List;
import java.util.function.Function;

/** The vocabulary as a JSON document. */
public final class WordsJson {
    private WordsJson() {}

    /** Words and sections, and kinds of errors. */
    public static JsonObject of(List<Topic> topics, Function<Topic, String> examples, List<ErrorKind> errors) {
        return Json.object(
                "ok", true,
                "words", Json.array(topics, topic -> word(topic, examples.apply(topic))),
                "errors", ErrorReference.json(errors));
    }

    private static JsonObject word(Topic topic, String example) {
        JsonObject word = Json.object(
                "name", topic.name(),
                "kind", topic.kind(),
                "key", topic.use().key(),
                "holder", topic.use().holder(),
                "meaning", topic.word().map(annotation -> annotation.meaning()).orElse(""),
                "formula", topic.word().map(annotation -> annotation.formula()).orElse(""),
                "outputs", topic.word().map(annotation -> annotation.outputs()).orElse(""),
                "targets", topic.word().map(annotation -> annotation.targets()).orElse(""),
                "example", example,
                "parameters", Json.array(topic.parameters(), WordsJson::parameter));
        addNames(word, topic.foreignNames());
        word.add("plumbline_classes", OwnClasses.json(Dl4jReplacement.of(topic.type())));
        word.add("differs", Json.value(Vocabularies.differences(topic)));
        return word;
    }

    private static JsonObject parameter(Parameter parameter) {
        JsonObject json = Json.object(
                "name", parameter.name(),
                "meaning", parameter.description(),
                "required", parameter.isRequired() && parameter.impliedBy().isEmpty(),
                "default", parameter.byDefault(),
                "allowed", Vocabularies.allowed(parameter));
        addNames(json, parameter.foreignNames());
        return json;
    }

    private static void addNames(JsonObject object, ForeignNames names) {
        object.add("dl4j", Json.value(names.dl4j()));
        object.add("keras", Json.value(names.keras()));
        object.add("pytorch", Json.value(names.pytorch()));
    }
}
