package wassily;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a class file refers to: classes by name, and members that it calls or reads. */
record ClassReferences(String name, Set<String> classes, Set<String> members) {
  /** A type inside a descriptor or a generic signature: Ljava/util/List&lt;…&gt;; */
  private static final Pattern TYPE = Pattern.compile("L([\\w/$]+)[;<]");

  /**
   * Reads the constant pool: class entries for code, and every text that holds descriptors, which
   * covers fields, methods, generics, records and annotations that no code touches.
   */
  static ClassReferences of(ClassModel model) {
    var classes = new TreeSet<String>();
    var members = new TreeSet<String>();
    for (var entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry c when !c.asInternalName().startsWith("[") ->
            classes.add(dotted(c.asInternalName()));
        case Utf8Entry text ->
            TYPE.matcher(text.stringValue())
                .results()
                .forEach(t -> classes.add(dotted(t.group(1))));
        case MemberRefEntry m ->
            members.add(
                dotted(m.owner().asInternalName())
                    + "."
                    + m.name().stringValue()
                    + m.type().stringValue());
        default -> {}
      }
    }
    return new ClassReferences(dotted(model.thisClass().asInternalName()), classes, members);
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }

  String packageName() {
    return packageOf(name);
  }

  static String packageOf(String className) {
    int dot = className.lastIndexOf('.');
    return dot < 0 ? "" : className.substring(0, dot);
  }
}
