//! What a browser does, as far as the desk sees it: cookies, origins, forms, files.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer.
pub struct Page {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Page {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// No page shows the id of a text in place of the text. What was published is shown as it is.
    fn lacks_no_text(&self) {
        let own = self.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
            && !self.header("content-security-policy").is_some_and(|policy| policy.starts_with("sandbox"));
        let text = self.text();
        for rest in text.split('[').skip(1).filter(|_| own) {
            let id = rest.split(']').next().unwrap();
            let is_id = id.len() > 2 && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            assert!(!is_id, "a text is missing: [{id}] in {text}");
        }
    }

    /// It was shown, and says this.
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "'{words}' is not in: {} {}", self.status, self.text());
        self
    }

    /// It leads there.
    pub fn leads(&self, to: &str) {
        assert_eq!((self.status, self.header("location")), (303, Some(to)), "{}", self.text());
    }
}

/// A browser that has come in.
#[derive(Clone)]
pub struct Browser {
    pub host: String,
    pub cookie: String,
    /// What it says it accepts; nothing if empty.
    pub language: &'static str,
    /// Ends the desk with the last clone: a question that a failed test has left open would keep it for ever.
    pub ending: Arc<Ending>,
}

/// The address and the cookie by which the desk is ended.
#[derive(Default)]
pub struct Ending(Mutex<Option<(String, String)>>);

impl Drop for Ending {
    fn drop(&mut self) {
        let Some((host, cookie)) = self.0.lock().ok().and_then(|mut end| end.take()) else { return };
        // Whatever comes of it: the test is over.
        if let Ok(mut line) = std::net::TcpStream::connect(&host) {
            let head =
                format!("POST /end HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}");
            let _ = std::io::Write::write_all(
                &mut line,
                format!("{head}\r\nContent-Length: 0\r\n\r\n").as_bytes(),
            );
            let _ = std::io::Read::read(&mut line, &mut [0; 64]);
        }
    }
}

const BOUNDARY: &str = "----desk";

impl Browser {
    /// Come in by the address.
    pub async fn enter(address: &str) -> Self {
        Self::enter_in(address, "").await
    }

    /// The same, by a browser with this list of languages.
    pub async fn enter_in(address: &str, language: &'static str) -> Self {
        let (host, token) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let mut browser =
            Self { host: host.to_owned(), cookie: String::new(), language, ending: Arc::default() };
        let page = browser.get(&format!("/{token}")).await;
        let cookie = page.header("set-cookie").unwrap_or_else(|| panic!("not let in: {}", page.text()));
        browser.cookie = cookie.split(';').next().unwrap().to_owned();
        let end = (browser.host.clone(), browser.cookie.clone());
        *browser.ending.0.lock().unwrap() = Some(end);
        browser
    }

    /// Ask, with these headers beside host and cookie.
    pub async fn ask(&self, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Page {
        let mut request =
            format!("{line} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request += &format!("Host: {}\r\n", self.host);
        }
        if !self.cookie.is_empty() {
            request += &format!("Cookie: {}\r\n", self.cookie);
        }
        if !self.language.is_empty() {
            request += &format!("Accept-Language: {}\r\n", self.language);
        }
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        let mut stream = TcpStream::connect(&self.host).await.unwrap();
        stream.write_all(format!("{request}\r\n").as_bytes()).await.unwrap();
        stream.write_all(body).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let page = Page { status, head, body: bytes[end + 4..].to_vec() };
        page.lacks_no_text();
        page
    }

    pub async fn get(&self, path: &str) -> Page {
        self.ask(&format!("GET {path}"), &[], b"").await
    }

    /// Send a form, as one of the desk's own pages does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let coded = |text: &str| {
            let byte = |byte: u8| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            };
            text.bytes().map(byte).collect::<String>()
        };
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
        let own = format!("http://{}", self.host);
        let headers = [("Origin", own.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
        self.ask(&format!("POST {path}"), &headers, pairs.join("&").as_bytes()).await
    }

    /// Send a form with files.
    pub async fn drop(&self, path: &str, files: &[(&str, &str, &[u8])]) -> Page {
        self.send(path, files, &[]).await
    }

    /// Send a form with files and with what is typed beside them.
    pub async fn send(&self, path: &str, files: &[(&str, &str, &[u8])], typed: &[(&str, &str)]) -> Page {
        let mut body = Vec::new();
        for (field, text) in typed {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n");
            body.extend(format!("{head}{text}\r\n").bytes());
        }
        for (field, name, bytes) in files {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n").bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        let (own, kind) =
            (format!("http://{}", self.host), format!("multipart/form-data; boundary={BOUNDARY}"));
        let headers = [("Origin", own.as_str()), ("Content-Type", kind.as_str())];
        self.ask(&format!("POST {path}"), &headers, &body).await
    }

    /// Follow the member's work under way to its end; answers with the page that it ends in.
    pub async fn follow(&self) -> Page {
        self.follow_of("member").await
    }

    /// The same of another role.
    pub async fn follow_of(&self, role: &str) -> Page {
        for _ in 0..2400 {
            let page = self.get(&format!("/{role}/work")).await;
            if page.status == 303 {
                let next = page.header("location").unwrap().to_owned();
                return self.get(&next).await;
            }
            if !page.text().contains("/work/events\"") || page.text().contains("/work/answer") {
                return page;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the work does not end")
    }
}
