//! The Nu HTML checker on every page, at the version pinned in `tools/package.json`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::site::our_site;
use crate::support::repository;

#[test]
fn our_own_pages_are_valid_html() {
    let checker = checker();
    let folder = tempfile::tempdir().unwrap();
    let mut pages = 0;
    for (path, bytes) in our_site(Some("https://example.org/a/b/")) {
        if path.ends_with(".html") {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
            pages += 1;
        }
    }
    assert!(pages > 20, "{pages} pages");
    let output = Command::new("java")
        .args(["-Xss4m", "-jar"])
        .arg(checker)
        .args(["--errors-only", "--skip-non-html"])
        .arg(folder.path())
        .output()
        .expect("java is not installed: apt-get install default-jre-headless");
    let errors = String::from_utf8_lossy(&output.stderr);
    let errors = errors.replace(&folder.path().display().to_string(), "");
    assert!(output.status.success(), "{errors}");
}

/// The checker's archive; `tools/test` installs it.
fn checker() -> PathBuf {
    let path = repository().join("tools/node_modules/vnu-jar/build/dist/vnu.jar");
    assert!(
        path.is_file(),
        "the Nu HTML checker is not installed: npm ci --prefix tools"
    );
    path
}
