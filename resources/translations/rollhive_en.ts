<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>ctl::BundleText</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more field(s)</source>
        <translation>
            <numerusform>and %n more field</numerusform>
            <numerusform>and %n more fields</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kube::ExecRun</name>
    <message numerus="yes">
        <source>The credential plugin %1 did not end within %n second(s) and was stopped. Run it in a terminal; it may wait for you to sign in.</source>
        <translation>
            <numerusform>The credential plugin %1 did not end within %n second and was stopped. Run it in a terminal; it may wait for you to sign in.</numerusform>
            <numerusform>The credential plugin %1 did not end within %n seconds and was stopped. Run it in a terminal; it may wait for you to sign in.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ApplyBar</name>
    <message numerus="yes">
        <source>&amp;Apply %n document(s) to %1</source>
        <translation>
            <numerusform>&amp;Apply %n document to %1</numerusform>
            <numerusform>&amp;Apply %n documents to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n document(s) written.</source>
        <translation>
            <numerusform>%1 of %n document written.</numerusform>
            <numerusform>%1 of %n documents written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::BundleDocument</name>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) to be settled: %1.</source>
        <translation>
            <numerusform>%n conflict to be settled: %1.</numerusform>
            <numerusform>%n conflicts to be settled: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ChangesPane</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) change</source>
        <translation>
            <numerusform>%n field changes</numerusform>
            <numerusform>%n fields change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more, in the difference</source>
        <translation>
            <numerusform>and %n more, in the difference</numerusform>
            <numerusform>and %n more, in the difference</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kept: %n field(s) of yours</source>
        <translation>
            <numerusform>Kept: %n field of yours</numerusform>
            <numerusform>Kept: %n fields of yours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ClusterPage</name>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s)</source>
        <translation>
            <numerusform>%n field</numerusform>
            <numerusform>%n fields</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ComparisonPage</name>
    <message numerus="yes">
        <source>%n document(s) written, and read back from the server.</source>
        <translation>
            <numerusform>%n document written, and read back from the server.</numerusform>
            <numerusform>%n documents written, and read back from the server.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ConflictPane</name>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::DiffCard</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And of %n more field(s).</source>
        <translation>
            <numerusform>And of %n more field.</numerusform>
            <numerusform>And of %n more fields.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::DiffView</name>
    <message numerus="yes">
        <source>%n line(s) unchanged</source>
        <translation>
            <numerusform>%n line unchanged</numerusform>
            <numerusform>%n lines unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) unchanged, folded</source>
        <translation>
            <numerusform>%n line unchanged, folded</numerusform>
            <numerusform>%n lines unchanged, folded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::FindingsPanel</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::Fleet</name>
    <message numerus="yes">
        <source>%n REC</source>
        <translation>
            <numerusform>%n REC</numerusform>
            <numerusform>%n REC</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::RefusalPane</name>
    <message numerus="yes">
        <source>The server refuses it, for %n reason(s):</source>
        <translation>
            <numerusform>The server refuses it, for %n reason:</numerusform>
            <numerusform>The server refuses it, for %n reasons:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all %n reason(s)</source>
        <translation>
            <numerusform>Show all %n reason</numerusform>
            <numerusform>Show all %n reasons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::Releases</name>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n release(s)</source>
        <translation>
            <numerusform>%n release</numerusform>
            <numerusform>%n releases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ReviewPage</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ReviewSummary</name>
    <message numerus="yes">
        <source>and %n more, in the difference below</source>
        <translation>
            <numerusform>and %n more, in the difference below</numerusform>
            <numerusform>and %n more, in the difference below</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>dry run accepted by the server, %n warning(s)</source>
        <translation>
            <numerusform>dry run accepted by the server, %n warning</numerusform>
            <numerusform>dry run accepted by the server, %n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) change</source>
        <translation>
            <numerusform>%n field changes</numerusform>
            <numerusform>%n fields change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>restarts %n pod(s), one after the other</source>
        <translation>
            <numerusform>restarts %n pod, one after the other</numerusform>
            <numerusform>restarts %n pods, one after the other</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::SetPage</name>
    <message numerus="yes">
        <source>namespace %1 · %n pod(s) · StatefulSet</source>
        <translation>
            <numerusform>namespace %1 · %n pod · StatefulSet</numerusform>
            <numerusform>namespace %1 · %n pods · StatefulSet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>upgrade::BundleUpgrade</name>
    <message numerus="yes">
        <source>%n document(s) before it are written and stay so; compare again to go on from there.</source>
        <translation>
            <numerusform>%n document before it is written and stays so; compare again to go on from there.</numerusform>
            <numerusform>%n documents before it are written and stay so; compare again to go on from there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The server would refuse %n document(s), so none is written.</source>
        <translation>
            <numerusform>The server would refuse %n document, so none is written.</numerusform>
            <numerusform>The server would refuse %n documents, so none is written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) are to be settled first.</source>
        <translation>
            <numerusform>%n conflict is to be settled first.</numerusform>
            <numerusform>%n conflicts are to be settled first.</numerusform>
        </translation>
    </message>
</context>
</TS>
