//! As much of JSON as the names of stems take.
//!
//! Source: RFC 8259.

/// Values within values at most.
const MAX_DEPTH: usize = 16;

/// A value, with what is of use of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Json {
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
    /// A number, `true`, `false` or `null`.
    Other,
}

impl Json {
    /// Parses `text`; `None` when it is no JSON. What follows the value is not looked at.
    pub(super) fn parse(text: &str) -> Option<Json> {
        Parser { rest: text }.value(MAX_DEPTH)
    }

    /// The value of `name` in an object.
    pub(super) fn get(&self, name: &str) -> Option<&Json> {
        let Json::Object(members) = self else { return None };
        members.iter().find(|(member, _)| member == name).map(|(_, value)| value)
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Json::Text(text) = self { Some(text) } else { None }
    }

    /// The values of a list; none of anything else.
    pub(super) fn list(&self) -> &[Json] {
        if let Json::List(values) = self { values } else { &[] }
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn value(&mut self, depth: usize) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        self.skip_space();
        match self.rest.chars().next()? {
            '"' => self.text().map(Json::Text),
            '[' => self.list(depth),
            '{' => self.object(depth),
            _ => {
                let is_inside = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
                let end = self.rest.find(|c| !is_inside(c)).unwrap_or(self.rest.len());
                self.rest = &self.rest[end..];
                (end > 0).then_some(Json::Other)
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        let mut values = Vec::new();
        self.take('[')?;
        if self.take(']').is_some() {
            return Some(Json::List(values));
        }
        loop {
            values.push(self.value(depth)?);
            if self.take(',').is_none() {
                return self.take(']').map(|()| Json::List(values));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        let mut members = Vec::new();
        self.take('{')?;
        if self.take('}').is_some() {
            return Some(Json::Object(members));
        }
        loop {
            self.skip_space();
            let name = self.text()?;
            self.take(':')?;
            members.push((name, self.value(depth)?));
            if self.take(',').is_none() {
                return self.take('}').map(|()| Json::Object(members));
            }
        }
    }

    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        self.rest = self.rest.strip_prefix('"')?;
        loop {
            match self.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.escaped()?),
                c => text.push(c),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let first = self.unit()?;
                let is_half = (0xd800..0xdc00).contains(&first);
                let second = if is_half && self.rest.starts_with("\\u") {
                    self.rest = &self.rest[2..];
                    Some(self.unit()?)
                } else {
                    None
                };
                let mut decoded = char::decode_utf16([first].into_iter().chain(second));
                decoded.next()?.unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            c => c,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u16> {
        let unit = u16::from_str_radix(self.rest.get(..4)?, 16).ok()?;
        self.rest = &self.rest[4..];
        Some(unit)
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next()?;
        self.rest = chars.as_str();
        Some(next)
    }

    /// Takes `wanted`, behind space.
    fn take(&mut self, wanted: char) -> Option<()> {
        self.skip_space();
        self.rest = self.rest.strip_prefix(wanted)?;
        Some(())
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }
}

#[cfg(test)]
mod tests;
